import Screen

/// How results are shown: what the commands with a dashboard share.
public struct DisplayOptions: Sendable, Hashable {
  /// Lines instead of the dashboard, even on a terminal.
  public var headless = false
  /// One JSON object a line on stdout; includes `headless`.
  public var json = false
  /// The most frames drawn a second.
  public var framesPerSecond = 15
  /// nil: the standard theme.
  public var theme: String?
  /// nil: what the locale allows.
  public var glyphs: GlyphSet?

  public init() {}
}

/// The options of a command with a dashboard.
protocol DisplayingOptions: CommandOptions {
  var display: DisplayOptions { get set }
}

extension OptionRow where Options: DisplayingOptions {
  static var headless: Self {
    .flag("headless", \.display.headless, "print progress lines and draw no dashboard")
  }

  static var json: Self {
    .flag("json", \.display.json, "print one JSON object a line and draw no dashboard")
  }

  static var fps: Self {
    .value("fps", \.display.framesPerSecond, .integer(from: 1, through: 60), "at most N frames a second")
  }

  static var theme: Self {
    .optional("theme", \.display.theme, .text("NAME"), "colours, by the name of a theme")
  }

  static var glyphs: Self {
    .optional(
      "glyphs", \.display.glyphs, .choice(), shownDefault: "as the locale allows",
      "what charts are drawn with")
  }
}
