import Liquid
import Screen
import Terminal
import Text

/// How results are shown: what the commands with a dashboard share.
public struct DisplayOptions: Sendable, Hashable {
  /// Lines instead of the dashboard, even on a terminal.
  public var headless = false
  /// Lines for a screen reader in place of the dashboard, on a terminal or not.
  public var reader = false
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
  /// nil: what the terminal and the locale allow.
  public var glyphs: GlyphChoice?

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

  static var reader: Self {
    .flag("reader", \.display.reader, "the dashboard as plain lines, for screen readers").objecting {
      $0.display.reader && ($0.display.headless || $0.display.json)
        ? .clash(option: "--reader", other: $0.display.json ? "--json" : "--headless") : nil
    }
  }

  static var json: Self {
    .flag("json", \.display.json, "print one JSON object a line and draw no dashboard")
  }

  static var fps: Self {
    .value("fps", \.display.framesPerSecond, .integer(from: 1, through: 60), "at most N frames a second")
  }

  static var theme: Self {
    .optional("theme", \.display.theme, .text("THEME"), "colours, by the name of a theme")
  }

  static var glyphs: Self {
    .optional(
      "glyphs", \.display.glyphs, .choice(), shownDefault: "what the terminal can show",
      "what charts are drawn with")
  }

  static var color: Self {
    let format = ValueFormat<ColorChoice>.choice()
    return Self(
      long: "color", short: nil, placeholder: format.placeholder,
      defaultText: { format.text($0.display.colors) }, help: "how many colours to use at most",
      apply: { options, word throws(ValueProblem) in options.display.colors = try format.parse(word) },
      // A terminal's colours, and NO_COLOR above all, are not the run's.
      recorded: { _ in nil }, suggestions: format.offered)
  }

  static var mouse: Self {
    .value("mouse", \.display.mouse, .onOff, "report the mouse, where the terminal has one")
  }
}

/// How the dashboard looks: as chosen, else as suits the terminal.
struct Appearance {
  let themes: [Theme]
  let themeIndex: Int
  let glyphs: GlyphSet
  /// Whether charts are drawn in pixels where the terminal shows images.
  let wantsPixels: Bool
  let colors: ColorMode?
  /// Pictures a second at the most.
  let framesPerSecond: Double
  let wantsMouse: Bool
  let isSmoothed: Bool
  let isLossLogarithmic: Bool
  /// Lines for a screen reader in place of pictures.
  let isSpoken: Bool

  /// - Throws: `CommandFailure` for a theme that is not there.
  init(_ display: DisplayOptions, locations: Locations) throws {
    let library = ThemeLibrary(directories: locations.themeDirectories)
    for warning in library.warnings { Console.writeMessage("lnn-top: note: \(warning)") }
    themes = library.themes
    themeIndex = try Self.index(of: display, in: library)
    glyphs = display.glyphs?.glyphs ?? TerminalSession.suggestedGlyphs(environment: locations.environment)
    wantsPixels = display.glyphs.map { $0 == .pixels } ?? (glyphs == .braille)
    colors = display.colors.mode
    framesPerSecond = Double(display.framesPerSecond)
    wantsMouse = display.mouse
    isSmoothed = display.smoothing
    isLossLogarithmic = display.logLoss
    isSpoken = display.reader
  }

  /// A theme that the command line names must be there; one of the settings is passed over with a note.
  private static func index(of display: DisplayOptions, in library: ThemeLibrary) throws -> Int {
    if let name = display.theme {
      guard let index = library.index(named: name) else {
        throw CommandFailure(library.absence(of: name))
      }
      return index
    }
    guard let preferred = display.preferredTheme else { return 0 }
    if let index = library.index(named: preferred.name) { return index }
    Console.writeMessage("lnn-top: note: \(preferred.source): \(library.absence(of: preferred.name))")
    return 0
  }
}

extension ThemeLibrary {
  /// The message for the name of a theme that does not exist.
  func absence(of name: String) -> String {
    let nearest = EditDistance.nearest(to: name, among: themes.map(\.slug))
    return "there is no theme named \(name.quoted)"
      + (nearest.map { " (did you mean \($0)?)" } ?? "; there are "
        + themes.map(\.slug).joined(separator: ", "))
  }
}
