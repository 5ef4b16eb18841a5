import Foundation
import Streams
import Synchronization
import TestSupport
import Testing

@Suite(
  "Brokers as sources",
  .enabled(if: TestBroker.isInstalled, "mosquitto is not installed: apt install mosquitto"))
struct MQTTTests {
  private func address(_ broker: TestBroker, user: String = "", topic: String = "plant/#") throws
    -> MQTTAddress
  {
    try MQTTAddress("mqtt://\(user)127.0.0.1:\(broker.port)/\(topic)", environment: [:])
  }

  private func source(
    _ broker: TestBroker, overload: OverloadRule, limits: LineQueue.Limits = .init(), clientID: String? = nil
  ) throws -> MQTTSource {
    let source = MQTTSource(
      try address(broker), clientID: clientID, overload: overload, limits: limits,
      pauses: GrowingPause(first: 0.05, longest: 0.5))
    try source.start(at: nil)
    return source
  }

  @Test(
    "No numbered message is lost or counted twice while the broker is restarted twice",
    arguments: OverloadRule.allCases)
  func restarts(overload: OverloadRule) throws {
    let count = Thoroughness.cases(3_000)
    let broker = try TestBroker()
    // The rule that drops has room for all that the consumer is behind.
    let source = try source(
      broker, overload: overload, limits: LineQueue.Limits(lines: count + 1, bytes: 1 << 30))
    let publisher = try MQTTPublisher(try address(broker, topic: "plant/a"), limit: count + 1)
    let begin = Date()
    let sent = Mutex(0)
    let gate = DispatchSemaphore(value: 0)
    let thread = Thread {
      for number in 0..<count {
        // In three parts, each of which has a restart in its middle.
        if number > 0, number % (count / 3) == 0, number < count - 2 { gate.wait() }
        // There is room for all.
        #expect(publisher.publish(#"{"n":\#(number),"x":\#(number % 7)}"#))
        sent.withLock { $0 = number + 1 }
      }
    }
    thread.start()
    var options = LineOptions()
    options.sequenceField = "n"
    let reader = LineReader(options: options)
    var numbers: [Double] = []
    let reading = SourceReading(source)
    var seen = 0
    func read(until isEnough: () -> Bool) -> Bool {
      reading.read { reading in
        for line in reading.lines[seen...] {
          if case .row(let row) = reader.read(line), case .number(let number) = row[0] {
            numbers.append(number)
          }
        }
        seen = reading.lines.count
        return isEnough()
      }
    }
    for round in 1...2 {
      #expect(read { numbers.count > count / 3 * (round - 1) + count / 6 })
      broker.stop()
      #expect(reading.readNews("was lost"))
      gate.signal()
      try broker.start()
    }
    #expect(read { numbers.count == count })
    #expect(sent.withLock { $0 } == count)
    #expect(Set(numbers) == Set((0..<count).map(Double.init)))
    #expect(numbers.count == count)
    #expect(reading.dropped == 0)
    #expect(waitUntil { publisher.delivered == count })
    #expect(publisher.failed == 0)
    if Measuring.isAsked || Thoroughness.asked != nil {
      print(
        "\(overload.rawValue): \(count) messages in \(Date().timeIntervalSince(begin)) s, "
          + "\(reader.duplicates) delivered twice, order kept: \(numbers == numbers.sorted())")
    }
    source.stop()
  }

  @Test("A message that was not worked off stays at the broker, for the next reader of the same name")
  func keepsUnread() throws {
    let broker = try TestBroker()
    let publisher = try MQTTPublisher(try address(broker, topic: "plant/a"))
    var first: SourceReading? = SourceReading(try source(broker, overload: .wait, clientID: "reader"))
    for number in 0..<100 { #expect(publisher.publish("\(number)")) }
    #expect(first?.read(limit: 5) { $0.lines.count >= 5 } == true)
    let taken = first?.texts ?? []
    first?.source.stop()
    first = nil
    let second = SourceReading(try source(broker, overload: .wait, clientID: "reader"))
    #expect(second.read { Set(taken + $0.texts).count == 100 })
    #expect(second.lines.allSatisfy { $0.topic == "plant/a" })
  }

  @Test("A flood against a reader that stands still is held to the rule", arguments: OverloadRule.allCases)
  func flood(overload: OverloadRule) throws {
    let broker = try TestBroker()
    let source = try source(broker, overload: overload, limits: LineQueue.Limits(lines: 50))
    let publisher = try MQTTPublisher(try address(broker, topic: "plant/a"))
    for number in 0..<2_000 { #expect(publisher.publish("\(number)")) }
    #expect(waitUntil { publisher.delivered == 2_000 })
    let reading = SourceReading(source)
    #expect(reading.read(limit: 20) { $0.texts.last == "1999" })
    #expect(reading.largestBacklog <= 75)
    if overload == .wait {
      #expect(reading.texts == (0..<2_000).map(String.init))
      #expect(reading.dropped == 0)
    } else {
      #expect(reading.dropped == 2_000 - reading.lines.count)
    }
  }

  @Test("A broker that is not there, refuses or is none is one clear line")
  func refusals() throws {
    let broker = try TestBroker(password: "right")
    let free = try ConnectionSourceTests.Server().port
    let cases: [(String, String)] = [
      ("mqtt://me:wrong@127.0.0.1:\(broker.port)/a", "refused the user 'me' or the password: check both"),
      ("mqtt://127.0.0.1:\(broker.port)/a", "wants a user and a password"),
      ("mqtt://127.0.0.1:\(free)/a", "no broker answers at 127.0.0.1:\(free): connection refused"),
      ("mqtt://no-such-host.invalid/a", "no address is known for 'no-such-host.invalid'"),
      ("mqtts://127.0.0.1:\(broker.port)/a", "no encrypted connection to 127.0.0.1:\(broker.port)"),
      ("mqtt://me:right@127.0.0.1:\(broker.port)/a/#/b", "is no filter of topics"),
    ]
    for (text, words) in cases {
      let address = try MQTTAddress(text, environment: [:])
      #expect {
        try MQTTSource(address).start(at: nil)
      } throws: {
        "\($0)".contains(words) && !"\($0)".contains("\n")
      }
    }
    #expect(throws: LiveSourceError.self) {
      try MQTTPublisher(MQTTAddress("mqtt://me:wrong@127.0.0.1:\(broker.port)/a", environment: [:]))
    }
    #expect(throws: LiveSourceError.self) {
      try MQTTPublisher(address(broker, user: "me:right@", topic: "a/+"))
    }
    // A topic without messages is no error.
    let source = MQTTSource(try address(broker, user: "me:right@"))
    try source.start(at: nil)
    let batch = source.next(limit: 1, timeout: 0)
    #expect(batch.lines.isEmpty && batch.ending == nil && batch.news.isEmpty)
    source.stop()
  }

  @Test("A message of several lines is several rows, an object of JSON is one; topics are told")
  func payloads() throws {
    let broker = try TestBroker()
    let reading = SourceReading(try source(broker, overload: .wait))
    for (topic, text) in [("plant/a", "1,2\n3,4\r\n"), ("plant/b", "{\n \"a\": 1\n}"), ("plant/c", "")] {
      let publisher = try MQTTPublisher(try address(broker, topic: topic))
      #expect(publisher.publish(text))
      #expect(publisher.finish(timeout: patience))
      _ = reading.readLines(topic == "plant/a" ? 2 : 3)
    }
    #expect(reading.texts == ["1,2", "3,4", "{\n \"a\": 1\n}"])
    #expect(reading.lines.map(\.topic) == ["plant/a", "plant/a", "plant/b"])
  }
}
