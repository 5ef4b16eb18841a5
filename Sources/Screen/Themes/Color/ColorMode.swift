/// How many colours a terminal can show.
public enum ColorMode: Int, Sendable, Hashable, Codable, CaseIterable, Comparable {
  case mono
  case ansi8
  case ansi16
  case palette256
  /// 24 bits a colour.
  case direct

  public static func < (a: ColorMode, b: ColorMode) -> Bool { a.rawValue < b.rawValue }

  /// The mode for a terminal whose terminfo entry has the given number of colours (negative: none).
  public init(terminfoColors count: Int) {
    switch count {
    case 0x100_0000...: self = .direct
    case 256...: self = .palette256
    case 16...: self = .ansi16
    case 8...: self = .ansi8
    default: self = .mono
    }
  }

  /// True where the environment says that no colour is wanted (https://no-color.org).
  public static func isColorRefused(environment: [String: String]) -> Bool {
    !(environment["NO_COLOR"] ?? "").isEmpty
  }

  /// True where the environment says that the terminal shows 24-bit colours.
  public static func isDirectColorAnnounced(environment: [String: String]) -> Bool {
    ["truecolor", "24bit"].contains((environment["COLORTERM"] ?? "").lowercased())
  }
}
