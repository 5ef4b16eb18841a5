import Foundation
import Text

/// Where a stream comes from, as someone writes it.
///
/// | written | is |
/// |---|---|
/// | `-` | standard input |
/// | `readings.csv` | a file or a named pipe |
/// | `tcp://host:port` | the lines that a server sends; `[::1]:port` for IPv6 |
/// | `mqtt://[user[:password]@]host[:port]/topic/filter`, `mqtts://…` | the messages of a broker |
/// | `serial:/dev/ttyUSB0?baud=115200` | the lines of a device |
public enum SourceAddress: Sendable, Hashable, CustomStringConvertible {
  case standardInput
  case file(path: String)
  case tcp(host: String, port: Int)
  case mqtt(MQTTAddress)
  case serial(device: String, baud: Int)

  /// - Throws: for anything else, and where a part of an address is missing or wrong.
  public static func parse(_ text: String) throws(LiveSourceError) -> SourceAddress {
    if text == "-" { return .standardInput }
    if text.isEmpty {
      throw LiveSourceError("the source has no name: name a file, '-' or an address such as tcp://host:port")
    }
    if text.hasPrefix("serial:") { return try serial(text) }
    guard let end = text.range(of: "://") else { return .file(path: text) }
    switch text[..<end.lowerBound].lowercased() {
    case "tcp":
      let (host, port) = try hostAndPort(String(text[end.upperBound...]), of: text, defaultPort: nil)
      return .tcp(host: host, port: port)
    case "mqtt", "mqtts": return .mqtt(try MQTTAddress(text))
    case "file":
      let path = String(text[end.upperBound...])
      guard path.hasPrefix("/") else {
        throw LiveSourceError("\(text.quoted) names no file: write its path alone")
      }
      return .file(path: path)
    case let scheme:
      // Such a file may exist all the same.
      if FileManager.default.fileExists(atPath: text) { return .file(path: text) }
      throw LiveSourceError(
        "\(scheme.displayed):// is no source: a stream is a file, '-', tcp://host:port, "
          + "mqtt://host/topic, mqtts://host/topic or serial:/dev/ttyUSB0")
    }
  }

  /// Makes the source. It is not started.
  ///
  /// - Parameters:
  ///   - follows: whether a file is followed, as `tail -F` does.
  ///   - client: the name under which a broker keeps messages while nobody reads; nil: it keeps none.
  ///   - overload: nil: wait where the source can wait, that is for files and pipes; drop the oldest elsewhere.
  public func source(
    follows: Bool = false, client: String? = nil, overload: OverloadRule? = nil
  ) -> any LiveSource {
    switch self {
    case .standardInput: FileSource(path: nil, overload: overload)
    case .file(let path): FileSource(path: path, follows: follows, overload: overload)
    case .tcp(let host, let port): ConnectionSource.tcp(host: host, port: port, overload: overload)
    case .mqtt(let address): MQTTSource(address, clientID: client, overload: overload)
    case .serial(let device, let baud):
      ConnectionSource.serial(device: device, baud: baud, overload: overload)
    }
  }

  /// As someone would write it, without a password.
  public var description: String {
    switch self {
    case .standardInput: "-"
    case .file(let path): path.displayed(limit: 200)
    case .tcp(let host, let port): "tcp://\(TCPEndpoint.address(host, port))"
    case .mqtt(let address): address.description
    case .serial(let device, let baud): "serial:\(device.displayed)?baud=\(baud)"
    }
  }

  private static func serial(_ text: String) throws(LiveSourceError) -> SourceAddress {
    let parts = text.dropFirst("serial:".count).split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let device = String(parts[0])
    guard device.hasPrefix("/") else {
      throw LiveSourceError("\(text.quoted) names no device: write serial:/dev/ttyUSB0?baud=115200")
    }
    guard parts.count == 2 else { return .serial(device: device, baud: 115_200) }
    let option = parts[1].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard option.count == 2, option[0] == "baud", let baud = Int(option[1]),
      SerialEndpoint.speeds[baud] != nil
    else {
      let speeds = SerialEndpoint.speeds.keys.sorted().map(String.init).joined(separator: ", ")
      throw LiveSourceError("\(text.quoted) has no known speed: write ?baud= and one of \(speeds)")
    }
    return .serial(device: device, baud: baud)
  }

  /// `host:port`, `host`, `[::1]:port`.
  static func hostAndPort(
    _ text: String, of address: String, defaultPort: Int?
  ) throws(LiveSourceError) -> (String, Int) {
    var (host, port) = (text, Substring())
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
      host = String(text[text.index(after: text.startIndex)..<end])
      port = text[text.index(after: end)...]
    } else if let colon = text.lastIndex(of: ":") {
      host = String(text[..<colon])
      port = text[colon...]
    }
    guard !host.isEmpty, !host.contains(where: { $0 == "/" || $0.isWhitespace }) else {
      throw LiveSourceError(
        "\(address.quoted) names no host: write it as in tcp://host:port or mqtt://host/topic")
    }
    if port.isEmpty, let defaultPort { return (host, defaultPort) }
    guard port.first == ":", let number = Int(port.dropFirst()), (1...65_535).contains(number) else {
      throw LiveSourceError("\(address.quoted) has no port from 1 to 65535 after its host")
    }
    return (host, number)
  }
}
