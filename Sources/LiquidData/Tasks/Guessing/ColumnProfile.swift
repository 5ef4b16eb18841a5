/// Properties of a column's values, for guesses about its role.
struct ColumnProfile {
  let column: Table.Column
  /// The distinct values, without missing ones.
  let levels: [String]
  /// Per row; -1 for missing values.
  let codes: [Int32]
  let missing: Int
  let isWhole: Bool

  init(_ column: Table.Column) {
    self.column = column
    (codes, levels) = column.categories()
    missing = codes.count { $0 < 0 }
    if case .numbers(let values) = column.values {
      isWhole = values.allSatisfy { $0.isNaN || $0 == $0.rounded() }
    } else {
      isWhole = false
    }
  }

  var name: String { column.name }
  var isConstant: Bool { levels.count < 2 }
  var isText: Bool { if case .text = column.values { column.stray == nil } else { false } }
  var isDate: Bool { if case .dates = column.values { true } else { false } }

  /// Numbers, or dates in seconds; nil for text.
  var numbers: [Double]? {
    switch column.values {
    case .numbers(let values), .dates(let values): values
    case .text: nil
    }
  }

  /// The rows at which a run of equal values begins.
  var starts: [Int] { codes.indices.filter { $0 == 0 || codes[$0] != codes[$0 - 1] } }

  /// Whether all rows with the same value are adjacent.
  var isInBlocks: Bool { missing == 0 && starts.count == levels.count }

  /// Whether the values number the rows, from the start again in each file or through all files.
  func countsRows(files: Set<Int>) -> Bool {
    guard isWhole, missing == 0, let numbers, numbers.count > 2 else { return false }
    return numbers.indices.allSatisfy { $0 == 0 || files.contains($0) || numbers[$0] == numbers[$0 - 1] + 1 }
  }

  /// Whether the numbers never decrease within a sequence.
  ///
  /// - Parameters:
  ///   - sequence: nil: all rows of a file are one sequence.
  ///   - files: the rows at which a file begins.
  func ascends(in sequence: ColumnProfile?, files: Set<Int>) -> Bool {
    guard missing == 0, let numbers else { return false }
    var last = [(value: Double, file: Int)](repeating: (0, -1), count: max(1, sequence?.levels.count ?? 1))
    var file = 0
    for (row, value) in numbers.enumerated() {
      if files.contains(row) { file += 1 }
      let code = sequence.map { Int($0.codes[row]) } ?? 0
      guard last[code].file != file || value >= last[code].value else { return false }
      last[code] = (value, file)
    }
    return true
  }
}

/// Names of columns that suggest their role.
enum ColumnNames {
  static let times: Set<String> = [
    "time", "times", "timestamp", "date", "datetime", "t", "ts", "seconds", "secs", "sec", "minutes", "min",
    "hours", "hour", "days", "elapsed", "clock", "ms", "milliseconds", "epoch",
  ]
  /// Names of counts from 1970 on.
  static let clocks: Set<String> = [
    "time", "times", "timestamp", "timestamps", "date", "datetime", "ts", "epoch", "unix", "unixtime", "ms",
    "created",
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

  /// Whether one word of the name is among `words`: `time_s` and `Start time` look like times.
  static func has(_ name: String, wordOf words: Set<String>) -> Bool {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.contains { words.contains(String($0)) }
  }

  /// Whether the whole name is among `words`.
  static func `is`(_ name: String, oneOf words: Set<String>) -> Bool { words.contains(name.lowercased()) }
}
