import Foundation
import Streams
import TestSupport
import Testing

@Suite("Servers and devices as sources") struct ConnectionSourceTests {
  /// A server of a test, on a free port.
  final class Server {
    let port: Int
    private let listener: Int32
    private var client: Int32 = -1

    init(port: Int = 0, family: Int32 = AF_INET) throws {
      let listener = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      var on: Int32 = 1
      setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, 4)
      var (four, six) = (sockaddr_in(), sockaddr_in6())
      four.sin_family = sa_family_t(AF_INET)
      four.sin_port = in_port_t(port).bigEndian
      four.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      six.sin6_family = sa_family_t(AF_INET6)
      six.sin6_port = in_port_t(port).bigEndian
      six.sin6_addr = in6addr_loopback
      var size = socklen_t(
        family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size)
      let result = Self.withAddress(&four, &six, family) { bind(listener, $0, size) }
      guard result == 0, listen(listener, 4) == 0 else { throw CocoaError(.fileNoSuchFile) }
      _ = Self.withAddress(&four, &six, family) { getsockname(listener, $0, &size) }
      self.listener = listener
      self.port = Int(in_port_t(bigEndian: family == AF_INET ? four.sin_port : six.sin6_port))
    }

    private static func withAddress<Result>(
      _ four: inout sockaddr_in, _ six: inout sockaddr_in6, _ family: Int32,
      _ body: (UnsafeMutablePointer<sockaddr>) -> Result
    ) -> Result {
      if family == AF_INET {
        return withUnsafeMutablePointer(to: &four) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
        }
      }
      return withUnsafeMutablePointer(to: &six) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body) }
    }

    deinit {
      hangUp()
      close(listener)
    }

    func accept() { client = Foundation.accept(listener, nil, nil) }

    func send(_ text: String) { _ = Foundation.send(client, text, text.utf8.count, Int32(MSG_NOSIGNAL)) }

    func hangUp() {
      if client >= 0 { close(client) }
      client = -1
    }
  }

  @Test("Lines of a server come, over a lost connection too", arguments: [AF_INET, AF_INET6])
  func tcp(family: Int32) throws {
    let server: Server
    do { server = try Server(family: family) } catch  where family == AF_INET6 { return }
    let source = ConnectionSource.tcp(
      host: family == AF_INET ? "127.0.0.1" : "::1", port: server.port, pauses: GrowingPause(first: 0.01))
    try source.start(at: nil)
    server.accept()
    let reading = SourceReading(source)
    server.send("a\nb\n1.2")
    #expect(reading.readLines(2))
    server.hangUp()
    #expect(reading.readNews("closed the connection; the line that was cut off is left out"))
    server.accept()
    #expect(reading.readNews("again"))
    server.send("c\n")
    #expect(reading.readLines(3))
    #expect(reading.texts == ["a", "b", "c"])
    source.stop()
    #expect(reading.readToEnd())
    #expect(reading.ending == .stopped)
  }

  @Test("A server that does not answer is one line")
  func refused() throws {
    let port = try Server().port
    #expect {
      try ConnectionSource.tcp(host: "127.0.0.1", port: port).start(at: nil)
    } throws: {
      "\($0)"
        == "no server answers at 127.0.0.1:\(port): connection refused; check that it runs and listens there"
    }
    #expect {
      try ConnectionSource.tcp(host: "no-such-host.invalid", port: port).start(at: nil)
    } throws: {
      "\($0)".hasPrefix("no address is known for 'no-such-host.invalid'")
    }
  }

  @Test("Lines of a device come; when it is unplugged and plugged in again they go on")
  func serial() throws {
    let folder = try TemporaryFolder()
    let link = folder.path("device")
    let first = try Terminal()
    #expect(symlink(first.device, link) == 0)
    let source = ConnectionSource.serial(device: link, baud: 9_600, pauses: GrowingPause(first: 0.01))
    try source.start(at: nil)
    let reading = SourceReading(source)
    first.send("1,2\r\n3,4\r\n")
    #expect(reading.readLines(2))
    // A raw line: nothing is echoed, and signs that steer a terminal are bytes.
    first.send("\u{3}x\u{4}\n")
    #expect(reading.readLines(3))
    #expect(reading.texts == ["1,2", "3,4", "\u{3}x\u{4}"])
    #expect(unlink(link) == 0)
    first.unplug()
    #expect(reading.readNews("was unplugged"))
    let second = try Terminal()
    #expect(symlink(second.device, link) == 0)
    #expect(reading.readNews("is there again"))
    second.send("5,6\n")
    #expect(reading.readLines(4))
    #expect(reading.texts.last == "5,6")
  }

  /// A serial line's other end.
  final class Terminal {
    let device: String
    private var descriptor: Int32

    init() throws {
      descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      var (lock, number): (Int32, UInt32) = (0, 0)
      // TIOCSPTLCK and TIOCGPTN, which Swift does not import.
      guard descriptor >= 0, ioctl(descriptor, 0x4004_5431, &lock) == 0,
        ioctl(descriptor, 0x8004_5430, &number) == 0
      else { throw CocoaError(.fileNoSuchFile) }
      device = "/dev/pts/\(number)"
    }

    deinit { unplug() }

    func send(_ text: String) { _ = write(descriptor, text, text.utf8.count) }

    func unplug() {
      if descriptor >= 0 { close(descriptor) }
      descriptor = -1
    }
  }

  @Test("A device that is not there, or is none, is one line")
  func noDevice() throws {
    for (device, words) in [
      ("/dev/no-such-device", "no such file or directory"), ("/dev/null", "is no serial line"),
    ] {
      #expect {
        try ConnectionSource.serial(device: device).start(at: nil)
      } throws: {
        "\($0)".contains(words) && !"\($0)".contains("\n")
      }
    }
  }
}
