/// Everything that `lnn-top config` can be told.
public struct ConfigOptions: Sendable, Hashable, CommandOptions {
  /// Print a file to start from.
  public var defaults = false
  /// Print where the file is looked for.
  public var path = false
  /// One JSON object a line instead of a table.
  public var json = false
  /// The settings with the flags of this command line taken in.
  public var settings = Settings()
  /// The long names of those flags.
  public var given: Set<String> = []

  public init() {}

  mutating func adopt(_ loaded: LoadedSettings) { settings = loaded.settings }

  static let table = CommandTable<ConfigOptions>(
    name: "config",
    summary: "show the settings and whence they come",
    details: """
      Shows every setting, its value and whence it comes: options of the command line go before environment \
      variables (LNN_TOP_THEME for theme), those before the settings file, that before the defaults. Nothing is \
      ever written to the file; --defaults prints one to start from.
      """,
    positionals: [],
    groups: [
      OptionGroup(
        "Output",
        [
          .flag("defaults", \.defaults, "print a settings file to start from, with comments"),
          .flag("path", \.path, "print where the settings file is looked for"),
          .flag("json", \.json, "print one JSON object a line"),
        ]),
      OptionGroup(
        "Settings",
        [
          .optional("theme", \.settings.theme, .text("NAME"), "colours, by the name of a theme"),
          .optional("glyphs", \.settings.glyphs, .choice(), "what charts are drawn with"),
          .optional("color", \.settings.givenColors, .choice(), "how many colours to use at most"),
          .optional("fps", \.settings.givenRate, .integer(from: 1, through: 60), "at most N frames a second"),
          .optional("mouse", \.settings.givenMouse, .onOff, "report the mouse, where the terminal has one"),
          .optional("threads", \.settings.threads, .integer(from: 1, through: 256), "threads that compute"),
        ]),
    ],
    settle: { options, given in options.given = given })
}

extension Settings {
  // As properties that may be absent, so that help names no default: the settings have the say.
  fileprivate var givenColors: ColorChoice? {
    get { colors }
    set { colors = newValue ?? colors }
  }
  fileprivate var givenRate: Int? {
    get { framesPerSecond }
    set { framesPerSecond = newValue ?? framesPerSecond }
  }
  fileprivate var givenMouse: Bool? {
    get { mouse }
    set { mouse = newValue ?? mouse }
  }
}
