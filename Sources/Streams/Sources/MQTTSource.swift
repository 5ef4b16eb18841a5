import Foundation
import Synchronization
import Text

/// The messages of a broker, each a line or several.
///
/// Messages come with QoS 1 in a session that the broker keeps while the connection is lost: what was published meanwhile
/// comes when it is there again, as far as the broker's own limits allow (`max_queued_messages` of mosquitto).
///
/// With the rule `wait` a message is acknowledged when the reader asks for what comes after it, so what it does not work
/// off stays at the broker, and nothing is lost where the program ends. With `dropOldest` it is acknowledged at once.
/// Messages that were not acknowledged when a connection was lost come again, and are handed over once. Those whose
/// acknowledgement was lost on its way come twice, as QoS 1 allows; `DuplicateFilter` knows them where they have numbers.
public final class MQTTSource: QueuedSource {
  public let name: String
  let thread: SourceThread
  private let link: MQTTLink

  public var isRewindable: Bool { false }

  /// - Parameters:
  ///   - clientID: what the broker knows this reader by: the same one goes on where it stopped, and no two may run at once.
  ///     Nil: a new one, whose session ends with `stop`.
  ///   - overload: nil: drop the oldest.
  public init(
    _ address: MQTTAddress, clientID: String? = nil, overload: OverloadRule? = nil,
    limits: LineQueue.Limits = .init(),
    pauses: GrowingPause = GrowingPause()
  ) {
    name = address.description
    let rule = overload ?? .dropOldest
    link = MQTTLink(
      address: address, clientID: clientID ?? "lnn-top-\(String(UInt32.random(in: 0 ... .max), radix: 36))",
      isTemporary: clientID == nil, rule: rule, pauses: pauses)
    thread = SourceThread(queue: LineQueue(limits: limits, rule: rule))
  }

  deinit { stop() }

  /// - Throws: where there is no broker, it refuses, or its certificate is not trusted.
  public func start(at position: SourcePosition?) throws(LiveSourceError) {
    let queue = thread.queue
    let session = try link.session { queue.isStopped }
    try session.subscribe { queue.isStopped }
    let (link, start) = (link, position ?? SourcePosition(offset: 0, line: 0))
    thread.start { thread in
      var reading = MQTTReading(link: link, session: session, position: start)
      return reading.run(thread)
    }
  }
}

/// How a source connects.
private struct MQTTLink: Sendable {
  let address: MQTTAddress
  let clientID: String
  let isTemporary: Bool
  let rule: OverloadRule
  let pauses: GrowingPause

  func session(isStopped: () -> Bool) throws(LiveSourceError) -> MQTTSession {
    let session = try MQTTSession(address, clientID: clientID, keepsSession: true)
    try session.connect(isStopped: isStopped)
    return session
  }

  /// Has the broker forget a session that nobody will ask for again.
  func forget() {
    guard isTemporary, let session = try? MQTTSession(address, clientID: clientID, keepsSession: false) else {
      return
    }
    let deadline = ProcessInfo.processInfo.systemUptime + 2
    guard (try? session.connect { ProcessInfo.processInfo.systemUptime > deadline }) != nil else { return }
    session.disconnect()
  }
}

/// What the thread of an `MQTTSource` does.
private struct MQTTReading {
  private let link: MQTTLink
  private var session: MQTTSession
  private var pauses: GrowingPause
  private var position: SourcePosition
  /// Messages that came and whose acknowledgements have not been sent.
  private var unacknowledged: Set<MQTTMessage> = []
  /// Those of the last connection, until they come again.
  private var expected: Set<MQTTMessage> = []

  /// Messages read at once.
  private static let most = 1_000

  init(link: MQTTLink, session: MQTTSession, position: SourcePosition) {
    (self.link, self.session, self.position) = (link, session, position)
    pauses = link.pauses
  }

  mutating func run(_ thread: SourceThread) -> SourceEnding {
    defer { link.forget() }
    while true {
      // What could not be sent is tried again soon.
      if thread.wait(for: session.socket, seconds: session.hasUnsent ? 0.01 : 1) == .stopped {
        return .stopped
      }
      var loss = session.read(limit: Self.most)
      let messages = session.takeMessages()
      let lines = messages.flatMap { self.lines(of: $0) }
      guard thread.queue.addInParts(lines) else { return .stopped }
      if link.rule == .wait {
        while !thread.queue.waitUntilDone(seconds: 1) {}
        // Stopped: what the reader had not come back for stays at the broker.
        if thread.queue.isStopped { return .stopped }
      }
      loss = loss ?? session.write()
      if loss == nil, !session.hasUnsent { unacknowledged.removeAll(keepingCapacity: true) }
      if let loss {
        guard connectAgain(thread, loss) else { return .stopped }
      } else if !messages.isEmpty {
        pauses.reset()
      }
    }
  }

  /// The lines of a message that did not come before.
  private mutating func lines(of message: MQTTMessage) -> [SourceLine] {
    if message.number != 0 {
      unacknowledged.insert(message)
      if expected.remove(message) != nil { return [] }
    }
    let arrival = arrivalTime()
    let isObject = message.payload.first { $0 > 0x20 } == UInt8(ascii: "{")
    // An object of JSON may be written in several lines; what else has several is several rows.
    let parts =
      isObject
      ? [message.payload[...]]
      : message.payload.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    position.offset += message.payload.count
    return parts.map { part in
      position.line += 1
      let isCut = part.count > LineSplitter.longest
      return SourceLine(
        text: String(decoding: isCut ? part.prefix(256) : part, as: UTF8.self), arrival: arrival,
        position: position,
        topic: message.topic, isCut: isCut)
    }
  }

  /// Tries until the broker is there again; false where it was stopped before.
  private mutating func connectAgain(_ thread: SourceThread, _ reason: String) -> Bool {
    let broker = link.address.broker
    thread.queue.add(.interrupted("the connection to the broker at \(broker) was lost: \(reason)"))
    var told = ""
    while thread.wait(seconds: pauses.take()) != .stopped {
      do throws(LiveSourceError) {
        let next = try link.session { thread.queue.isStopped }
        // A broker that kept the session sends retained messages again where it is subscribed to again.
        if !next.hasEarlierSession { try next.subscribe { thread.queue.isStopped } }
        expected = next.hasEarlierSession ? unacknowledged : []
        // What was published meanwhile and not kept counts as a line.
        if !next.hasEarlierSession { position.line += 1 }
        unacknowledged = []
        session = next
        let note = next.hasEarlierSession ? "" : "; it kept nothing of what was published meanwhile"
        thread.queue.add(.returned("connected to the broker at \(broker) again\(note)"))
        return true
      } catch {
        if "\(error)" != told { thread.queue.add(.note("\(error)")) }
        told = "\(error)"
      }
    }
    return false
  }
}
