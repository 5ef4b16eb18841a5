import Foundation
import Screen

extension TerminalSession {
  /// Why the dashboard cannot be shown here; nil where it can. Writes nothing.
  public static func obstacle(environment: [String: String]) -> TerminalError? {
    do {
      _ = try profile(environment)
      return nil
    } catch {
      return error
    }
  }

  /// True where standard output is a terminal that can show the dashboard.
  public static func isUsable(environment: [String: String]) -> Bool {
    obstacle(environment: environment) == nil
  }

  /// The finest glyphs that are likely to be displayed correctly: the Linux console's fonts have no braille, and
  /// encodings other than UTF-8 have neither braille nor blocks.
  public static func suggestedGlyphs(environment: [String: String]) -> GlyphSet {
    guard TerminalEnvironment.adoptEncoding(environment) else { return .ascii }
    let type = environment["TERM"] ?? ""
    if type.hasPrefix("vt") { return .ascii }
    return type.hasPrefix("linux") ? .block : .braille
  }

  /// How many colours text on standard output may have: none where it is not a terminal or `NO_COLOR` is set.
  ///
  /// - Parameter asked: The most colours to use; nil leaves it to the terminal and `NO_COLOR`.
  public static func outputColors(asked: ColorMode?, environment: [String: String]) -> ColorMode {
    guard let profile = try? profile(environment) else { return .mono }
    // Escape sequences written directly need no terminfo entry for 24-bit colours.
    let isDirect =
      profile.colorMode == .palette256 && ColorMode.isDirectColorAnnounced(environment: environment)
    if isDirect, asked == .direct || (asked == nil && !ColorMode.isColorRefused(environment: environment)) {
      return .direct
    }
    return profile.mode(asked: asked, environment: environment)
  }

  /// True where standard output is a terminal that shows links in text, or at least leaves out what it does not know.
  public static func showsLinks(environment: [String: String]) -> Bool {
    guard isatty(STDOUT_FILENO) == 1 else { return false }
    return SynchronizedOutput.isSafe(terminalType: environment["TERM"] ?? "")
  }

  static func profile(_ environment: [String: String]) throws(TerminalError) -> TerminalProfile {
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    return try TerminalProfile.load(environment: environment, descriptor: STDOUT_FILENO)
  }
}

/// The environment variables that describe the terminal.
enum TerminalEnvironment {
  private static let names = [
    "TERM", "COLORTERM", "COLORFGBG", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "TMUX",
  ]

  static var current: [String: String] {
    var values: [String: String] = [:]
    for name in names {
      if let value = getenv(name) { values[name] = String(cString: value) }
    }
    return values
  }

  /// Sets the character encoding that the environment asks for; true where it is UTF-8.
  ///
  /// Sets nothing else of the locale: a decimal comma would change how C libraries read numbers.
  static func adoptEncoding(_ environment: [String: String]) -> Bool {
    let adopted = setlocale(LC_CTYPE, "")
    let wanted = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    // Machines often lack the locale of a remote login, and containers set none; terminals use UTF-8 anyway.
    let isUTF8Wanted = wanted.map { $0.uppercased().contains("UTF") } ?? true
    if (adopted == nil || wanted == nil) && isUTF8Wanted { setlocale(LC_CTYPE, "C.UTF-8") }
    return nl_langinfo(Int32(CODESET)).map { String(cString: $0) == "UTF-8" } ?? false
  }
}
