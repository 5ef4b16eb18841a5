import Streams
import Testing

@Suite("Addresses of sources") struct SourceAddressTests {
  static let cases: [(text: String, shown: String)] = [
    ("-", "-"), ("a.csv", "a.csv"), ("/tmp/a b.csv", "/tmp/a b.csv"), ("file:///tmp/a", "/tmp/a"),
    ("tcp://localhost:9000", "tcp://localhost:9000"), ("tcp://[::1]:9000", "tcp://[::1]:9000"),
    ("mqtt://localhost/plant/#", "mqtt://localhost/plant/#"), ("mqtts://h:1/a", "mqtts://h:1/a"),
    ("MQTT://u:p%40x@h:1884/a/+/b", "mqtt://u@h:1884/a/+/b"), ("mqtt://[::1]/a", "mqtt://[::1]/a"),
    ("serial:/dev/ttyUSB0", "serial:/dev/ttyUSB0?baud=115200"),
    ("serial:/dev/ttyS1?baud=9600", "serial:/dev/ttyS1?baud=9600"),
  ]

  @Test("Each is understood, and shown without a password", arguments: cases.indices)
  func parses(index: Int) throws {
    #expect("\(try SourceAddress.parse(Self.cases[index].text))" == Self.cases[index].shown)
  }

  @Test("Parts of a broker's address")
  func broker() throws {
    let address = try MQTTAddress("mqtts://me:a%3Ab@host/x", environment: [:])
    #expect(
      address.user == "me" && address.password == "a:b" && address.port == 8_883 && address.topic == "x")
    let other = try MQTTAddress("mqtt://me@host/x", environment: [MQTTAddress.passwordVariable: "secret"])
    #expect(other.password == "secret")
    #expect(
      try MQTTAddress("mqtt://host/x", environment: [MQTTAddress.passwordVariable: "s"]).password == nil)
  }

  static let wrong = [
    "", "http://x/y", "tcp://host", "tcp://:80", "tcp://h:0", "tcp://h:x", "tcp://h:70000", "mqtt://host",
    "mqtt://host/",
    "mqtt:///topic", "mqtt://h:x/t", "serial:ttyUSB0", "serial:/dev/x?baud=7", "serial:/dev/x?speed=9600",
    "file://a",
  ]

  @Test("Anything else is one clear line, without a password", arguments: wrong)
  func refuses(text: String) {
    #expect {
      _ = try SourceAddress.parse(text)
    } throws: {
      !"\($0)".contains("\n") && "\($0)".count > 20
    }
    #expect {
      _ = try SourceAddress.parse("mqtt://u:secret@host")
    } throws: {
      !"\($0)".contains("secret")
    }
  }
}
