import Screen
import Terminal
import Text

/// `lnn-top config`: every setting, its value and where it comes from.
struct ConfigCommand: Command {
  let options: ConfigOptions

  /// One setting, as `--json` has it.
  private struct Line: Encodable {
    let key: String
    let value: String
    let source: String
  }

  func run(in context: CommandContext) throws -> Int32 {
    if options.defaults {
      try Console.writeResult(SettingsTemplate.text)
      return ExitStatus.success
    }
    if let kind = options.schema {
      try Console.writeText(kind.text)
      return ExitStatus.success
    }
    if options.path {
      guard let file = context.locations.settingsFile else {
        throw CommandFailure("neither XDG_CONFIG_HOME nor HOME says where the settings are")
      }
      try Console.writeResult(file)
      return ExitStatus.success
    }
    noteMissingTheme(context)
    let lines = SettingRow.all.map {
      Line(key: $0.key, value: value(of: $0, context), source: source(of: $0, context).description)
    }
    if options.json {
      for line in lines { try Console.writeResult(JSONText.line(line)) }
      return ExitStatus.success
    }
    var table = TextTable(columns: ["setting", "value", "from"].map { TextTable.Column($0) })
    table.rows = lines.map { [$0.key.sanitized, $0.value.sanitized, $0.source.sanitized] }
    try Console.writeResult(table.text)
    return ExitStatus.success
  }

  private func noteMissingTheme(_ context: CommandContext) {
    let library = ThemeLibrary(directories: context.locations.themeDirectories)
    guard let name = options.settings.theme, library.index(named: name) == nil else { return }
    let place = SettingRow.named("theme").map { source(of: $0, context).description } ?? "theme"
    Console.writeMessage("lnn-top: note: \(place): \(library.absence(of: name))")
  }

  private func source(of row: SettingRow, _ context: CommandContext) -> SettingSource {
    if let flag = row.flag, options.given.contains(row.key) { return .flag(flag) }
    return context.settings.source(of: row.key)
  }

  /// What is in force: what nobody chose is worked out here as elsewhere.
  private func value(of row: SettingRow, _ context: CommandContext) -> String {
    if let text = row.row.recorded(options.settings) { return text }
    switch row.key {
    case "theme": return Theme.builtIn.slug
    case "glyphs": return TerminalSession.suggestedGlyphs(environment: context.locations.environment).rawValue
    case "threads": return "\(TrainOptions.standardThreads)"
    case "runs": return context.locations.runs
    default: return SettingRow.automatic
    }
  }
}

/// Everything that `lnn-top config` can be told.
public struct ConfigOptions: CommandOptions {
  /// Print a file to start from.
  public var defaults = false
  /// Print where the file is looked for.
  public var path = false
  /// Print the schema of a kind of file, for editors.
  package var schema: FileSchema?
  /// One JSON object a line instead of a table.
  public var json = false
  /// The settings with the flags of this command line taken in.
  public var settings = Settings()
  /// The long names of those flags.
  public var given: Set<String> = []

  public init() {}

  package mutating func adopt(_ loaded: LoadedSettings) { settings = loaded.settings }

  package static let table = CommandTable<ConfigOptions>(
    name: "config",
    summary: "show the settings and where they come from",
    details: """
      Shows every setting, its value and where it comes from: options of the command line go before environment \
      variables (LNN_TOP_THEME for theme), those before the settings file, that before the defaults. Nothing is \
      ever written to the file; --defaults prints one to start from.
      """,
    example: "lnn-top config --theme dark",
    positionals: [],
    groups: [
      OptionGroup(
        "Output",
        [
          .flag("defaults", \.defaults, "print a settings file to start from, with comments"),
          .flag("path", \.path, "print where the settings file is looked for"),
          .optional("schema", \.schema, .choice(), "print the JSON Schema of such a file, for editors"),
          .flag("json", \.json, "print one JSON object a line"),
        ]),
      OptionGroup(
        "Settings",
        [
          .optional("theme", \.settings.theme, .text("THEME"), "colours, by the name of a theme"),
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
