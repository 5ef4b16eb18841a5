import Glibc
import Screen

extension TerminalSession {
  /// Why the dashboard cannot be shown here, nil where it can. Writes nothing.
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

  /// The finest glyphs that are likely to be seen as intended: the Linux console's fonts have no braille, and an
  /// encoding other than UTF-8 has neither braille nor blocks.
  public static func suggestedGlyphs(environment: [String: String]) -> GlyphSet {
    guard TerminalEnvironment.adoptEncoding(environment) else { return .ascii }
    let type = environment["TERM"] ?? ""
    if type.hasPrefix("vt") { return .ascii }
    return type.hasPrefix("linux") ? .block : .braille
  }

  /// How many colours text on standard output may have: none where it is no terminal or `NO_COLOR` is set.
  ///
  /// - Parameter asked: How many to use at most; nil leaves it to the terminal and `NO_COLOR`.
  public static func outputColors(asked: ColorMode?, environment: [String: String]) -> ColorMode {
    guard let profile = try? profile(environment) else { return .mono }
    // Written without terminfo, 24-bit colours need no entry of their own.
    let isDirect =
      profile.colorMode == .palette256 && ColorMode.isDirectColorAnnounced(environment: environment)
    if isDirect, asked == .direct || (asked == nil && !ColorMode.isColorRefused(environment: environment)) {
      return .direct
    }
    return profile.mode(asked: asked, environment: environment)
  }

  static func profile(_ environment: [String: String]) throws(TerminalError) -> TerminalProfile {
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    return try TerminalProfile.load(environment: environment, descriptor: STDOUT_FILENO)
  }
}
