/// What a column's name says of its role.
enum ColumnNames {
  static let times: Set<String> = [
    "time", "times", "timestamp", "date", "datetime", "t", "ts", "seconds", "secs", "sec", "minutes", "min",
    "hours", "hour", "days", "elapsed", "clock", "ms", "milliseconds", "epoch",
  ]
  static let sequences: Set<String> = [
    "id", "patient", "run", "sequence", "seq", "subject", "drive", "trial", "session", "series", "episode",
    "record", "recording", "group", "person", "participant", "user", "device", "engine", "trajectory",
    "segment",
    "track", "file", "case", "sample",
  ]
  static let targets: Set<String> = ["target", "label", "class", "y", "outcome"]
  static let classes: Set<String> = ["label", "class"]
  static let categories: Set<String> = [
    "type", "category", "code", "mode", "zone", "kind", "group", "state", "status", "gear", "weather",
    "gender",
    "sex",
  ]

  /// Whether one of the name's words is among those given: `time_s` and `Start time` are named like times.
  static func has(_ name: String, wordOf words: Set<String>) -> Bool {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.contains { words.contains(String($0)) }
  }

  /// Whether the whole name is one of those given.
  static func `is`(_ name: String, oneOf words: Set<String>) -> Bool { words.contains(name.lowercased()) }
}
