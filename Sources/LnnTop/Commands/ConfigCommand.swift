import Screen
import Terminal

/// `lnn-top config`: every setting, its value and whence it comes.
struct ConfigCommand {
  let options: ConfigOptions
  let loaded: LoadedSettings
  let locations: Locations

  /// One setting, as `--json` has it.
  private struct Line: Encodable {
    let key: String
    let value: String
    let source: String
  }

  func run() throws -> Int32 {
    if options.defaults {
      Console.writeResult(SettingsTemplate.text)
      return ExitStatus.success
    }
    if options.path {
      guard let file = locations.settingsFile else {
        throw CommandFailure("neither XDG_CONFIG_HOME nor HOME says where the settings are")
      }
      Console.writeResult(file)
      return ExitStatus.success
    }
    noteMissingTheme()
    let lines = SettingRow.all.map {
      Line(key: $0.key, value: value(of: $0), source: source(of: $0).description)
    }
    if options.json {
      for line in lines { Console.writeResult(JSONText.line(line)) }
      return ExitStatus.success
    }
    var table = TextTable(columns: ["setting", "value", "from"].map { TextTable.Column($0) })
    table.rows = lines.map { [sanitized($0.key), sanitized($0.value), sanitized($0.source)] }
    Console.writeResult(table.text)
    return ExitStatus.success
  }

  private func noteMissingTheme() {
    let library = ThemeLibrary(directories: locations.themeDirectories)
    guard let name = options.settings.theme, library.index(named: name) == nil else { return }
    let place = SettingRow.named("theme").map { source(of: $0).description } ?? "theme"
    Console.writeMessage("lnn-top: note: \(place): \(library.absence(of: name))")
  }

  private func source(of row: SettingRow) -> SettingSource {
    if let flag = row.flag, options.given.contains(row.key) { return .flag(flag) }
    return loaded.source(of: row.key)
  }

  /// What is in force: what nobody chose is worked out here as elsewhere.
  private func value(of row: SettingRow) -> String {
    if let text = row.row.recorded(options.settings) { return text }
    switch row.key {
    case "theme": return Theme.builtIn.slug
    case "glyphs": return TerminalSession.suggestedGlyphs(environment: locations.environment).rawValue
    case "threads": return "\(TrainOptions.standardThreads)"
    case "runs": return locations.runs
    default: return SettingRow.automatic
    }
  }
}
