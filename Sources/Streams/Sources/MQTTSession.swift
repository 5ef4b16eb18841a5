import CMosquitto
import Foundation
import Text

/// A message of a broker.
struct MQTTMessage: Hashable {
  /// The broker's number for it until it is acknowledged; 0 for QoS 0.
  var number: Int32
  var topic: String
  var payload: [UInt8]
}

/// Handles of libmosquitto.
enum MQTTLibrary {
  /// The library is set up once, and never torn down.
  private static let isReady = mosquitto_lib_init() == MOSQ_ERR_SUCCESS.rawValue

  /// A handle that is not connected, for `mosquitto_destroy`.
  static func handle(
    for address: MQTTAddress, clientID: String, keepsSession: Bool
  ) throws(LiveSourceError) -> OpaquePointer {
    guard isReady, let handle = mosquitto_new(clientID, !keepsSession, nil) else {
      throw LiveSourceError("libmosquitto cannot be used: \(systemReason().lowercasedFirst)")
    }
    if let user = address.user { mosquitto_username_pw_set(handle, user, address.password) }
    if address.isEncrypted { mosquitto_int_option(handle, MOSQ_OPT_TLS_USE_OS_CERTS, 1) }
    mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1)
    return handle
  }

  static func name(_ code: Int32) -> String {
    code == MOSQ_ERR_ERRNO.rawValue
      ? systemReason().lowercasedFirst
      : String(cString: mosquitto_strerror(code)).trimmingCharacters(in: CharacterSet(charactersIn: "."))
        .lowercasedFirst
  }

  /// Why a broker refused a connection, by the code of its answer.
  static func refusal(_ code: Int32, by address: MQTTAddress) -> LiveSourceError {
    let reason =
      switch code {
      case 1: "does not speak MQTT 3.1.1"
      case 2: "refused the client's name: give it another"
      case 3: "is not available now: try again later"
      default:
        address.user.map { "refused the user \($0.quoted) or the password: check both" }
          ?? "wants a user and a password: write \(address.isEncrypted ? "mqtts" : "mqtt")://user@host/… and put the "
          + "password into the environment variable \(MQTTAddress.passwordVariable)"
      }
    return LiveSourceError("the broker at \(address.broker) \(reason)")
  }
}

/// One connection to a broker, of which this side decides when it reads and when it writes.
///
/// libmosquitto queues the acknowledgement of a message before it hands the message over, and sends it when it is told to
/// write: a message counts as received only then.
// Sendable is sound: one thread at a time uses it. The one that starts a source makes it and gives it to the source's.
final class MQTTSession: @unchecked Sendable {
  let address: MQTTAddress
  private let handle: OpaquePointer
  private var answer: Int32?
  private var granted: Int32?
  private var messages: [MQTTMessage] = []
  /// The last error in libmosquitto's log, such as those of certificates.
  private var logged = ""
  /// Whether the broker has kept what was subscribed to, and what came since.
  private(set) var hasEarlierSession = false

  /// Seconds that a broker has to answer.
  private static let patience = 10.0
  /// Seconds without a word before the broker gives the connection up one and a half times later. A reader that takes its
  /// time holds back everything that is sent, so it is long; TCP notices a broker that vanished.
  private static let keepAlive: Int32 = 300

  init(_ address: MQTTAddress, clientID: String, keepsSession: Bool) throws(LiveSourceError) {
    self.address = address
    handle = try MQTTLibrary.handle(for: address, clientID: clientID, keepsSession: keepsSession)
    // What is sent waits until `write`.
    mosquitto_threaded_set(handle, true)
    // Sound: callbacks run only within the calls of this object, which lives as long as the handle.
    mosquitto_user_data_set(handle, Unmanaged.passUnretained(self).toOpaque())
    mosquitto_connect_with_flags_callback_set(handle) { _, own, code, flags in
      MQTTSession.from(own)?.answer = code
      MQTTSession.from(own)?.hasEarlierSession = flags & 1 != 0
    }
    mosquitto_subscribe_callback_set(handle) { _, own, _, count, granted in
      MQTTSession.from(own)?.granted = count > 0 ? granted?[0] : nil
    }
    mosquitto_log_callback_set(handle) { _, own, level, text in
      guard level == MOSQ_LOG_ERR, let text else { return }
      MQTTSession.from(own)?.logged = String(cString: text)
    }
    mosquitto_message_callback_set(handle) { _, own, message in
      guard let message = message?.pointee, let topic = message.topic else { return }
      // Sound: the library owns as many bytes as it says for the time of the call.
      let payload = UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen))
      MQTTSession.from(own)?.messages.append(
        MQTTMessage(number: message.mid, topic: String(cString: topic), payload: Array(payload)))
    }
  }

  deinit { mosquitto_destroy(handle) }

  private static func from(_ own: UnsafeMutableRawPointer?) -> MQTTSession? {
    own.map { Unmanaged<MQTTSession>.fromOpaque($0).takeUnretainedValue() }
  }

  var socket: Int32 { mosquitto_socket(handle) }

  /// Connects; returns once the broker has accepted.
  func connect(isStopped: () -> Bool) throws(LiveSourceError) {
    // libmosquitto waits for minutes for a machine that does not answer, and does not say what is wrong with a name.
    let probe = TCPEndpoint(host: address.host, port: address.port, kind: "broker")
    close(try probe.open(isStopped: isStopped))
    try check(mosquitto_connect(handle, address.host, Int32(address.port), Self.keepAlive))
    TCPEndpoint.keepAlive(socket)
    try converse(isStopped) { answer != nil }
    if let answer, answer != 0 { throw MQTTLibrary.refusal(answer, by: address) }
  }

  /// Subscribes to the address's topics.
  func subscribe(isStopped: () -> Bool) throws(LiveSourceError) {
    guard mosquitto_subscribe(handle, nil, address.topic, 1) == MOSQ_ERR_SUCCESS.rawValue else {
      throw LiveSourceError(
        "\(address.topic.quoted) is no filter of topics: '+' stands for one level, '#' for all that follow")
    }
    try converse(isStopped) { granted != nil }
    if let granted, granted > 2 {
      throw LiveSourceError("the broker at \(address.broker) does not allow to read \(address.topic.quoted)")
    }
  }

  func disconnect() {
    mosquitto_disconnect(handle)
    _ = write()
  }

  /// Reads and writes until there is an answer.
  private func converse(_ isStopped: () -> Bool, until isAnswered: () -> Bool) throws(LiveSourceError) {
    let deadline = ProcessInfo.processInfo.systemUptime + Self.patience
    while !isAnswered() {
      guard ProcessInfo.processInfo.systemUptime < deadline, !isStopped() else {
        throw LiveSourceError("the broker at \(address.broker) does not answer: check that it is one")
      }
      try check(mosquitto_loop_write(handle, 1))
      var polled = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      if poll(&polled, 1, 50) > 0 { try check(mosquitto_loop_read(handle, 1)) }
    }
  }

  private func check(_ code: Int32) throws(LiveSourceError) {
    guard code != MOSQ_ERR_SUCCESS.rawValue else { return }
    // A broker that refuses may close the connection in the same breath.
    if let answer, answer != 0 { throw MQTTLibrary.refusal(answer, by: address) }
    let reason = MQTTLibrary.name(code)
    if address.isEncrypted {
      let detail =
        logged.split(separator: ":").last.map { ": \($0.trimmingCharacters(in: .whitespaces))" } ?? ""
      throw LiveSourceError(
        "no encrypted connection to \(address.broker) (\((reason + detail).displayed(limit: 120))): "
          + "check its certificate, or write mqtt:// where it has none")
    }
    throw LiveSourceError("the broker at \(address.broker) closed the connection: \(reason)")
  }

  /// Reads what has come, at most about `limit` messages; returns why the connection is lost, if it is.
  func read(limit: Int) -> String? {
    while messages.count < limit {
      var polled = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      guard poll(&polled, 1, 0) > 0 else { break }
      let code = mosquitto_loop_read(handle, 1)
      if code != MOSQ_ERR_SUCCESS.rawValue { return MQTTLibrary.name(code) }
      if socket < 0 { return "the connection was closed" }
    }
    return nil
  }

  func takeMessages() -> [MQTTMessage] {
    defer { messages = [] }
    return messages
  }

  /// Sends what waits, acknowledgements among it; returns why the connection is lost, if it is.
  func write() -> String? {
    for code in [mosquitto_loop_misc(handle), mosquitto_loop_write(handle, 1)]
    where code != MOSQ_ERR_SUCCESS.rawValue {
      return MQTTLibrary.name(code)
    }
    return socket < 0 ? "the connection was closed" : nil
  }

  /// Whether something still waits to be sent.
  var hasUnsent: Bool { mosquitto_want_write(handle) }
}
