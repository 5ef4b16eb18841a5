import Screen

/// How results are shown: what the commands with a dashboard share.
public struct DisplayOptions: Sendable, Hashable {
  /// Lines instead of the dashboard, even on a terminal.
  public var headless = false
  /// One JSON object a line on stdout; includes `headless`.
  public var json = false
  /// The most frames drawn a second.
  public var framesPerSecond = 15
  /// nil: the one of the settings.
  public var theme: String?
  /// The theme of the settings; nil: the standard one.
  public var preferredTheme: PreferredTheme?
  public var colors = ColorChoice.auto
  /// Whether the mouse is reported where the terminal has one.
  public var mouse = true
  /// Whether the loss is smoothed at first.
  public var smoothing = true
  /// Whether the loss axis is logarithmic at first.
  public var logLoss = false
  /// nil: what the locale allows.
  public var glyphs: GlyphSet?

  public init() {}

  mutating func adopt(_ loaded: LoadedSettings) {
    let settings = loaded.settings
    framesPerSecond = settings.framesPerSecond
    glyphs = settings.glyphs
    colors = settings.colors
    mouse = settings.mouse
    smoothing = settings.smoothing
    logLoss = settings.logLoss
    preferredTheme = settings.theme.map { PreferredTheme(name: $0, source: loaded.source(of: "theme")) }
  }
}

/// A theme that the settings name: a missing one is no reason not to begin.
public struct PreferredTheme: Sendable, Hashable {
  public var name: String
  public var source: SettingSource
}

/// Options among which are those of a dashboard.
package protocol DisplayingOptions: Sendable {
  var display: DisplayOptions { get set }
}

extension CommandOptions where Self: DisplayingOptions {
  package mutating func adopt(_ settings: LoadedSettings) { display.adopt(settings) }
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

  static var color: Self {
    let format = ValueFormat<ColorChoice>.choice()
    return Self(
      long: "color", short: nil, placeholder: format.placeholder,
      defaultText: { format.text($0.display.colors) }, help: "how many colours to use at most",
      apply: { options, word throws(ValueProblem) in options.display.colors = try format.parse(word) },
      // A terminal's colours, and NO_COLOR above all, are not the run's.
      recorded: { _ in nil })
  }

  static var mouse: Self {
    .value("mouse", \.display.mouse, .onOff, "report the mouse, where the terminal has one")
  }
}
