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
