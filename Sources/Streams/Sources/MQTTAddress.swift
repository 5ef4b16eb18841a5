import Foundation
import Text

/// A broker, who connects to it, and a topic or a filter of topics.
///
/// The password is written after the user's name or in the environment variable `LNN_TOP_MQTT_PASSWORD`, where nobody sees
/// it in a list of processes.
public struct MQTTAddress: Sendable, Hashable, CustomStringConvertible {
  public var host: String
  public var port: Int
  public var isEncrypted: Bool
  public var user: String?
  public var password: String?
  /// Such as `plant/+/temperature` or `plant/#`.
  public var topic: String

  /// The environment variable that may hold the password.
  public static let passwordVariable = "LNN_TOP_MQTT_PASSWORD"

  /// - Parameters:
  ///   - text: `mqtt://[user[:password]@]host[:port]/topic` or `mqtts://…`. `%23` in a user's name or a password is `#`.
  ///   - environment: where the password may be.
  public init(
    _ text: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(LiveSourceError) {
    guard let scheme = text.range(of: "://"),
      ["mqtt", "mqtts"].contains(text[..<scheme.lowerBound].lowercased())
    else {
      throw LiveSourceError("\(Self.shown(text)) is no address of a broker: write mqtt://host/topic")
    }
    isEncrypted = text[..<scheme.lowerBound].lowercased() == "mqtts"
    var rest = text[scheme.upperBound...]
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    topic = String(rest[slash...].dropFirst())
    rest = rest[..<slash]
    if let at = rest.lastIndex(of: "@") {
      let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      user = parts[0].removingPercentEncoding ?? String(parts[0])
      if parts.count == 2 { password = parts[1].removingPercentEncoding ?? String(parts[1]) }
      rest = rest[rest.index(after: at)...]
    }
    if user != nil, password == nil { password = environment[Self.passwordVariable] }
    (host, port) = try SourceAddress.hostAndPort(
      String(rest), of: "mqtt://\(rest)", defaultPort: isEncrypted ? 8_883 : 1_883)
    guard !topic.isEmpty else {
      throw LiveSourceError(
        "\(description.quoted) names no topic: write it after the host, such as mqtt://host/plant/#")
    }
    guard topic.utf8.count < 65_536, !topic.utf8.contains(0) else {
      throw LiveSourceError("the topic of \(description.quoted) is too long, or holds a byte of zero")
    }
  }

  /// The broker, such as `localhost:1883`.
  var broker: String { TCPEndpoint.address(host, port) }

  /// Without the password.
  public var description: String {
    let name = user.map { "\($0.displayed)@" } ?? ""
    let place = port == (isEncrypted ? 8_883 : 1_883) ? String(broker.dropLast("\(port)".count + 1)) : broker
    return "\(isEncrypted ? "mqtts" : "mqtt")://\(name)\(place)/\(topic.displayed)"
  }

  /// A text that may hold a password.
  private static func shown(_ text: String) -> String {
    text.contains("@") ? "the address" : text.quoted
  }
}
