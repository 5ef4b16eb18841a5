/// One setting: its key in the file, its environment variable, how it is written and what it means.
struct SettingRow: Sendable {
  /// The key is the row's long name.
  let row: OptionRow<Settings>
  /// The flag of the same meaning, where there is one.
  let flag: String?
  /// The value of the file to start from; by default the default.
  let example: String

  var key: String { row.long }

  /// `LNN_TOP_LOG_LOSS` for `log-loss`.
  var variable: String { "LNN_TOP_" + key.uppercased().replacing("-", with: "_") }

  private init(_ row: OptionRow<Settings>, flag: Bool = false, example: String? = nil) {
    self.row = row
    self.flag = flag ? row.name : nil
    self.example = example ?? row.defaultText(Settings()) ?? SettingRow.automatic
  }

  /// What an absent value is called.
  static let automatic = "auto"

  /// One row a setting. A new one is its property and a row here.
  static let all: [SettingRow] = [
    SettingRow(
      .optional(
        "theme", \.theme, .text("THEME"), "colours, by the name of a theme; 'lnn-top themes' shows them"),
      flag: true, example: "dark"),
    SettingRow(
      .optional(
        "glyphs", \.glyphs, .choice(), "what charts are drawn with; auto: what the terminal can show"),
      flag: true),
    SettingRow(
      .value("color", \.colors, .choice(), "how many colours to use at most; auto: what the terminal has"),
      flag: true),
    SettingRow(
      .value("fps", \.framesPerSecond, .integer(from: 1, through: 60), "at most so many frames a second"),
      flag: true),
    SettingRow(
      .value("mouse", \.mouse, .onOff, "report the mouse; off leaves it to the terminal's own selection"),
      flag: true),
    SettingRow(.value("smoothing", \.smoothing, .onOff, "begin with a smoothed loss")),
    SettingRow(.value("log-loss", \.logLoss, .onOff, "begin with a logarithmic loss axis")),
    SettingRow(
      .optional(
        "threads", \.threads, .integer(from: 1, through: 256),
        "threads that compute; auto: all cores, at most 8"),
      flag: true),
    SettingRow(
      .optional("runs", \.runs, .text("DIR"), "where runs are recorded and looked for; ~/ is your home"),
      example: "~/.local/share/lnn-top/runs"),
  ]

  static func named(_ key: String) -> SettingRow? { all.first { $0.key == key } }

  /// Takes a value as it is written; an empty one and `auto` leave the default where there is no other.
  func apply(_ text: String, to settings: inout Settings) throws(ValueProblem) {
    let isOptional = row.recorded(Settings()) == nil
    if text.isEmpty || text == "~" || text == "null" || (isOptional && text == Self.automatic) { return }
    try row.apply(&settings, text)
  }
}

/// A settings file to start from: every key with what it means, commented out, so that as it stands it changes nothing.
enum SettingsTemplate {
  static var text: String {
    var lines = [
      "# Settings of lnn-top. Take away the # in front of what you want to change.",
      "# Environment variables go before this file, options of the command line before both.",
    ]
    for row in SettingRow.all {
      lines += ["", "# \(row.row.help)"]
      if let placeholder = row.row.placeholder, placeholder.contains("|") {
        let isOptional = row.row.recorded(Settings()) == nil
        lines.append("# one of: " + (isOptional ? "\(SettingRow.automatic)|" : "") + placeholder)
      }
      lines.append("#\(row.key): \(row.example)")
    }
    return lines.joined(separator: "\n")
  }
}
