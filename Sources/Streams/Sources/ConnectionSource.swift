import Foundation
import Synchronization
import Text

/// Where the bytes of a connection that can be lost come from: a server, a device.
protocol ByteEndpoint: Sendable {
  /// Opens it; the descriptor does not block.
  ///
  /// - Parameter isStopped: whether the opening shall be given up.
  func open(isStopped: () -> Bool) throws(LiveSourceError) -> Int32
  /// What happened when it was lost.
  func lost(_ reason: String?) -> String
  /// What is said when it is there again.
  var found: String { get }
}

/// The lines of a connection, made again with growing pauses when it is lost.
///
/// A line that the loss cut off is left out: half a number is a wrong one.
public final class ConnectionSource: QueuedSource {
  public let name: String
  let thread: SourceThread
  private let endpoint: any ByteEndpoint
  private let pauses: GrowingPause

  public var isRewindable: Bool { false }

  private init(
    name: String, endpoint: any ByteEndpoint, overload: OverloadRule?, limits: LineQueue.Limits,
    pauses: GrowingPause
  ) {
    (self.name, self.endpoint, self.pauses) = (name, endpoint, pauses)
    thread = SourceThread(queue: LineQueue(limits: limits, rule: overload ?? .dropOldest))
  }

  /// The lines that a server sends to whoever connects.
  public static func tcp(
    host: String, port: Int, overload: OverloadRule? = nil, limits: LineQueue.Limits = .init(),
    pauses: GrowingPause = GrowingPause()
  ) -> ConnectionSource {
    let endpoint = TCPEndpoint(host: host, port: port)
    return ConnectionSource(
      name: "tcp://\(endpoint.address)", endpoint: endpoint, overload: overload, limits: limits,
      pauses: pauses)
  }

  /// The lines that a device sends over a serial line, 8 bits without parity.
  public static func serial(
    device: String, baud: Int = 115_200, overload: OverloadRule? = nil, limits: LineQueue.Limits = .init(),
    pauses: GrowingPause = GrowingPause()
  ) -> ConnectionSource {
    ConnectionSource(
      name: "serial:\(device.displayed)", endpoint: SerialEndpoint(device: device, baud: baud),
      overload: overload,
      limits: limits, pauses: pauses)
  }

  deinit { stop() }

  /// - Throws: where the first attempt fails.
  public func start(at position: SourcePosition?) throws(LiveSourceError) {
    let queue = thread.queue
    let descriptor = try endpoint.open { queue.isStopped }
    let (endpoint, pauses) = (endpoint, pauses)
    let start = position ?? SourcePosition(offset: 0, line: 0)
    thread.start { thread in
      var reading = ConnectionReading(
        endpoint: endpoint, pauses: pauses, descriptor: descriptor, start: start)
      defer { reading.close() }
      return reading.run(thread)
    }
  }
}

/// What the thread of a `ConnectionSource` does.
private struct ConnectionReading {
  private let endpoint: any ByteEndpoint
  private var pauses: GrowingPause
  private var descriptor: Int32
  private var splitter: LineSplitter
  private var block = [UInt8](repeating: 0, count: 1 << 16)

  init(endpoint: any ByteEndpoint, pauses: GrowingPause, descriptor: Int32, start: SourcePosition) {
    (self.endpoint, self.pauses, self.descriptor) = (endpoint, pauses, descriptor)
    splitter = LineSplitter(at: start)
  }

  mutating func close() {
    if descriptor >= 0 { _ = Foundation.close(descriptor) }
    descriptor = -1
  }

  mutating func run(_ thread: SourceThread) -> SourceEnding {
    while true {
      if thread.wait(for: descriptor) == .stopped { return .stopped }
      let count = read(descriptor, &block, block.count)
      let code = errno
      if count > 0 {
        let arrival = arrivalTime()
        var lines: [SourceLine] = []
        block.withUnsafeBufferPointer {
          splitter.take(UnsafeBufferPointer(rebasing: $0[..<count]), arrival: arrival, into: &lines)
        }
        guard thread.queue.addInParts(lines) else { return .stopped }
        pauses.reset()
      } else if count == 0 || (code != EINTR && code != EAGAIN) {
        guard openAgain(thread, reason: count == 0 ? nil : systemReason(code)) else { return .stopped }
      }
    }
  }

  /// Tries until it is there again; false where it was stopped before.
  private mutating func openAgain(_ thread: SourceThread, reason: String?) -> Bool {
    close()
    let cut = splitter.hasPartial ? "; the line that was cut off is left out" : ""
    splitter.restart(at: nil)
    thread.queue.add(.interrupted(endpoint.lost(reason) + cut))
    while thread.wait(seconds: pauses.take()) != .stopped {
      if let next = try? endpoint.open(isStopped: { thread.queue.isStopped }) {
        descriptor = next
        thread.queue.add(.returned(endpoint.found))
        return true
      }
    }
    return false
  }
}
