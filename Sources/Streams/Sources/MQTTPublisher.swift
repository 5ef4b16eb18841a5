import CMosquitto
import Foundation
import Synchronization
import Text

/// Publishes texts, such as predictions, to a topic of a broker, and never holds up who calls it.
///
/// Texts wait while the broker is away, up to a limit; those beyond it are dropped and counted.
///
/// ```swift
/// let publisher = try MQTTPublisher(MQTTAddress("mqtt://localhost/plant/predictions"))
/// publisher.publish("21.5")
/// ```
public final class MQTTPublisher: Sendable {
  private struct State {
    var waiting = 0
    var delivered = 0
    var failed = 0
    var answer: Int32?
    var news: [SourceNews] = []

    /// A broker that comes and goes for days must not fill the memory.
    mutating func add(_ item: SourceNews) {
      if news.count < 100 { news.append(item) }
    }
  }

  /// What libmosquitto's thread calls back to.
  private final class Receiver: Sendable {
    let state = Mutex(State())
    let answered = DispatchSemaphore(value: 0)
    /// Signalled when nothing waits any more.
    let progress = DispatchSemaphore(value: 0)
    let address: MQTTAddress

    init(address: MQTTAddress) { self.address = address }

    static func from(_ own: UnsafeMutableRawPointer?) -> Receiver? {
      own.map { Unmanaged<Receiver>.fromOpaque($0).takeUnretainedValue() }
    }

    func connected(_ code: Int32) {
      let isFirst = state.withLock { state in
        defer { state.answer = code }
        guard let last = state.answer else { return true }
        let broker = address.broker
        if code != 0, last != code {
          state.add(.note("\(MQTTLibrary.refusal(code, by: address))"))
        } else if code == 0 {
          state.add(.returned("publishing to the broker at \(broker) again"))
        }
        return false
      }
      if isFirst { answered.signal() }
    }

    func disconnected(_ code: Int32) {
      guard code != 0 else { return }
      let reason = MQTTLibrary.name(code)
      state.withLock { state in
        if state.answer == 0 {
          state.add(.interrupted("the connection to the broker at \(address.broker) was lost: \(reason)"))
        }
      }
    }

    func delivered() {
      let isDone = state.withLock { state in
        state.waiting -= 1
        state.delivered += 1
        return state.waiting == 0
      }
      if isDone { progress.signal() }
    }
  }

  private let address: MQTTAddress
  private let quality: Int32
  private let limit: Int
  private let receiver: Receiver
  /// A pointer to a handle that any thread may use: libmosquitto locks it. Kept as a number because it never changes.
  private let handle: UInt

  /// Connects.
  ///
  /// - Parameters:
  ///   - address: with a topic without `+` and `#`.
  ///   - atLeastOnce: QoS 1, where the broker acknowledges; else QoS 0, where what is sent is forgotten.
  ///   - limit: texts that wait at most.
  /// - Throws: where there is no broker, it refuses, or the topic is none that can be published to.
  public init(_ address: MQTTAddress, atLeastOnce: Bool = true, limit: Int = 10_000) throws(LiveSourceError) {
    precondition(limit > 0, "\(limit) texts may wait")
    guard mosquitto_pub_topic_check(address.topic) == MOSQ_ERR_SUCCESS.rawValue else {
      throw LiveSourceError(
        "nothing can be published to \(address.topic.quoted): name one topic, without '+' and '#'")
    }
    let probe = TCPEndpoint(host: address.host, port: address.port, kind: "broker")
    close(try probe.open { false })
    let pointer = try MQTTLibrary.handle(
      for: address, clientID: "lnn-top-\(String(UInt32.random(in: 0 ... .max), radix: 36))",
      keepsSession: false)
    (self.address, self.limit, quality) = (address, limit, atLeastOnce ? 1 : 0)
    handle = UInt(bitPattern: pointer)
    receiver = Receiver(address: address)
    try connect(pointer)
  }

  private func connect(_ handle: OpaquePointer) throws(LiveSourceError) {
    // Sound: the receiver lives as long as the publisher, whose end stops the thread that calls back.
    mosquitto_user_data_set(handle, Unmanaged.passUnretained(receiver).toOpaque())
    mosquitto_connect_callback_set(handle) { _, own, code in Receiver.from(own)?.connected(code) }
    mosquitto_disconnect_callback_set(handle) { _, own, code in Receiver.from(own)?.disconnected(code) }
    mosquitto_publish_callback_set(handle) { _, own, _ in Receiver.from(own)?.delivered() }
    mosquitto_reconnect_delay_set(handle, 1, 30, true)
    var code = mosquitto_connect_async(handle, address.host, Int32(address.port), 60)
    if code == MOSQ_ERR_SUCCESS.rawValue { code = mosquitto_loop_start(handle) }
    guard code == MOSQ_ERR_SUCCESS.rawValue else {
      throw LiveSourceError(
        "the broker at \(address.broker) cannot be published to: \(MQTTLibrary.name(code))")
    }
    guard receiver.answered.wait(timeout: .now() + 10) == .success else {
      let hint =
        address.isEncrypted
        ? "check its certificate, or write mqtt:// where it has none" : "check that it is one"
      throw LiveSourceError("the broker at \(address.broker) does not answer: \(hint)")
    }
    let answer = receiver.state.withLock { $0.answer ?? 0 }
    if answer != 0 { throw MQTTLibrary.refusal(answer, by: address) }
  }

  deinit {
    guard let handle = OpaquePointer(bitPattern: handle) else { return }
    mosquitto_disconnect(handle)
    mosquitto_loop_stop(handle, true)
    mosquitto_destroy(handle)
  }

  /// Publishes a text, sooner or later. Never waits for the broker.
  ///
  /// - Returns: false where it was dropped, because too many wait or the broker is away and QoS 0 keeps nothing.
  @discardableResult
  public func publish(_ text: String) -> Bool {
    let hasRoom = receiver.state.withLock { state in
      guard state.waiting < limit else {
        state.failed += 1
        return false
      }
      state.waiting += 1
      return true
    }
    guard hasRoom else { return false }
    var text = text
    let code = text.withUTF8 { bytes in
      mosquitto_publish(
        OpaquePointer(bitPattern: handle), nil, address.topic, Int32(clamping: bytes.count),
        bytes.baseAddress, quality, false)
    }
    // What has QoS 1 waits in the library while the broker is away.
    if code == MOSQ_ERR_SUCCESS.rawValue || (quality > 0 && code == MOSQ_ERR_NO_CONN.rawValue) { return true }
    receiver.state.withLock { state in
      state.waiting -= 1
      state.failed += 1
    }
    return false
  }

  /// Waits until nothing waits any more; what waits when the publisher is let go is lost.
  ///
  /// - Returns: false where that takes longer than `timeout` seconds.
  @discardableResult
  public func finish(timeout: Double) -> Bool {
    let deadline = ProcessInfo.processInfo.systemUptime + timeout
    while waiting > 0 {
      let left = deadline - ProcessInfo.processInfo.systemUptime
      // A signal that came before nothing was waiting only costs another look.
      guard left > 0 else { return false }
      _ = receiver.progress.wait(timeout: .now() + min(left, 0.1))
    }
    return true
  }

  /// Texts that the broker acknowledged; with QoS 0 those that were sent.
  public var delivered: Int { receiver.state.withLock { $0.delivered } }
  /// Texts that were dropped.
  public var failed: Int { receiver.state.withLock { $0.failed } }
  /// Texts that wait for the broker.
  public var waiting: Int { receiver.state.withLock { $0.waiting } }

  /// What a person should hear of, since the last call.
  public func drainNews() -> [SourceNews] {
    receiver.state.withLock { state in
      defer { state.news = [] }
      return state.news
    }
  }
}
