/// Properties of a column's values, for guesses about its role.
struct ColumnProfile {
  /// Numbers with more different values than this have no categories, unless rows repeat each of them often.
  private static let levelLimit = 64
  /// Numbers with more different values than this have no categories at all.
  private static let codeLimit = 1 << 20

  let column: Table.Column
  /// The category of each row, -1 for missing values; empty for dates, fractions and too many different numbers.
  let codes: Stored<Int32>
  /// The number of different values; of those without categories, 2 stands for any number above 1.
  let levelCount: Int
  let missing: Int
  let isWhole: Bool

  /// Cost: two passes over the values.
  init(_ column: Table.Column) throws(DataError) {
    self.column = column
    switch column.values {
    case .text(let codes, let levels):
      (self.codes, levelCount, isWhole) = (codes, levels.count, false)
      missing = codes.count { $0 < 0 }
    case .dates(let values):
      (codes, levelCount, isWhole) = ([], Self.roughCount(values), false)
      missing = values.count(where: \.isNaN)
    case .numbers(let values):
      missing = values.count(where: \.isNaN)
      isWhole = values.allSatisfy { $0.isNaN || $0 == $0.rounded() }
      let limit = min(max(Self.levelLimit, values.count / 4), Self.codeLimit)
      let found = try isWhole ? Self.categories(values, limit: limit) : nil
      (codes, levelCount) = found ?? ([], Self.roughCount(values))
    }
  }

  /// 0, 1, or 2 for any number above.
  private static func roughCount(_ values: Stored<Double>) -> Int {
    guard let first = values.first(where: { !$0.isNaN }) else { return 0 }
    return values.contains { !$0.isNaN && $0 != first } ? 2 : 1
  }

  /// Nil where there are more than `limit`.
  private static func categories(
    _ values: Stored<Double>, limit: Int
  ) throws(DataError) -> (codes: Stored<Int32>, count: Int)? {
    var codeByValue: [Double: Int32] = [:]
    var codes = StoredBuilder<Int32>(in: values.space)
    codes.reserve(values.count)
    for value in values {
      if value.isNaN {
        codes.append(-1)
      } else if let code = codeByValue[value] {
        codes.append(code)
      } else {
        guard codeByValue.count < limit else { return nil }
        codes.append(Int32(codeByValue.count))
        codeByValue[value] = Int32(codeByValue.count)
      }
    }
    return (try codes.finished(), codeByValue.count)
  }

  var name: String { column.name }
  var isConstant: Bool { levelCount < 2 }
  /// Texts, not numbers with a stray text among them.
  var isText: Bool { if case .text = column.values { column.stray == nil } else { false } }
  var isDate: Bool { if case .dates = column.values { true } else { false } }
  /// Whether it has more different texts than an input may have.
  var hasTooManyTexts: Bool { isText && levelCount > ColumnRoles.levelLimit }

  /// Numbers, or dates in seconds; nil for text.
  var numbers: Stored<Double>? {
    switch column.values {
    case .numbers(let values), .dates(let values): values
    case .text: nil
    }
  }

  /// Whether all values are 0 or 1, and both are there.
  var isBinary: Bool {
    levelCount == 2 && isWhole && numbers?.allSatisfy { $0.isNaN || $0 == 0 || $0 == 1 } == true
  }

  /// Whether rows repeat each category often enough for it to be a sequence.
  var repeats: Bool {
    missing == 0 && !codes.isEmpty && levelCount >= 2 && codes.count >= 4 * levelCount
  }

  /// Whether all rows of a category are adjacent.
  var isInBlocks: Bool {
    guard missing == 0, !codes.isEmpty else { return false }
    return codes.indices.count { $0 == 0 || codes[$0] != codes[$0 - 1] } == levelCount
  }

  /// Whether the values number the rows, from the start again in each file or through all files.
  func countsRows(files: Set<Int>) -> Bool {
    guard isWhole, missing == 0, let numbers, numbers.count > 2 else { return false }
    return numbers.indices.allSatisfy { $0 == 0 || files.contains($0) || numbers[$0] == numbers[$0 - 1] + 1 }
  }

  /// Whether the column says the same as the sequence: one text for each, and another for each other.
  func names(_ sequence: ColumnProfile) -> Bool {
    guard isText, missing == 0, sequence.missing == 0, !sequence.codes.isEmpty,
      levelCount == sequence.levelCount
    else { return false }
    var textOfSequence = [Int32](repeating: -1, count: levelCount)
    for (own, code) in zip(codes, sequence.codes) {
      if textOfSequence[Int(code)] < 0 { textOfSequence[Int(code)] = own }
      if textOfSequence[Int(code)] != own { return false }
    }
    return true
  }

  /// How numbers go on from each row of a sequence to its next.
  struct Course {
    var ascends = true
    var descends = true
    /// Whether no two rows that follow each other are equal.
    var isStrict = true
    /// The number of different values, if they ascend or descend in one sequence.
    var valueCount = 1
  }

  /// How the numbers go on within sequences; nil where they neither ascend nor descend, or are missing.
  ///
  /// - Parameters:
  ///   - sequence: nil: all rows of a file are one sequence.
  ///   - files: the rows at which a file begins.
  func course(in sequence: ColumnProfile?, files: Set<Int>) -> Course? {
    guard missing == 0, let numbers else { return nil }
    if let sequence, sequence.codes.isEmpty || sequence.missing > 0 { return nil }
    var course = Course()
    var last = [(value: Double, file: Int)](repeating: (0, -1), count: max(1, sequence?.levelCount ?? 1))
    var file = 0
    for (row, value) in numbers.enumerated() {
      if files.contains(row) { file += 1 }
      let code = sequence.map { Int($0.codes[row]) } ?? 0
      let before = last[code]
      last[code] = (value, file)
      guard before.file == file else { continue }
      if value < before.value { course.ascends = false }
      if value > before.value { course.descends = false }
      if value == before.value { course.isStrict = false } else { course.valueCount += 1 }
      guard course.ascends || course.descends else { return nil }
    }
    return course
  }
}

/// Names of columns that suggest their role.
enum ColumnNames {
  static let times: Set<String> = [
    "time", "times", "timestamp", "date", "datetime", "t", "ts", "seconds", "secs", "sec", "minutes", "min",
    "hours", "hour", "days", "elapsed", "clock", "ms", "milliseconds", "epoch",
  ]
  /// Names of times that are as often parts of one: believed only where no two rows have the same.
  static let periods: Set<String> = [
    "year", "years", "yr", "quarter", "month", "months", "week", "weeks", "day", "step", "steps", "tick",
    "cycle", "cycles", "frame", "period", "round", "wave", "visit",
  ]
  /// Names of counts from 1970 on.
  static let clocks: Set<String> = [
    "time", "times", "timestamp", "timestamps", "date", "datetime", "ts", "epoch", "unix", "unixtime", "utc",
    "ns", "ms",
    "created",
  ]
  static let sequences: Set<String> = [
    "id", "patient", "run", "sequence", "seq", "subject", "drive", "trial", "session", "series", "episode",
    "record", "recording", "group", "person", "participant", "user", "device", "engine", "trajectory",
    "segment",
    "track", "file", "case", "sample",
  ]
  /// Names of what panels follow through time.
  static let units: Set<String> = [
    "country", "nation", "state", "region", "county", "city", "ticker", "symbol", "stock", "store", "shop",
    "station", "sensor", "site", "location", "player", "customer", "client", "machine", "unit", "asset",
    "household", "meter", "company", "firm", "item", "sku", "vehicle", "well", "plant", "pump", "school",
  ]
  static let targets: Set<String> = ["target", "label", "class", "y", "outcome"]
  static let classes: Set<String> = ["label", "class"]
  /// Names of cycles of the calendar, which separate no sequences.
  static let cycles: Set<String> = [
    "weekday", "dow", "season", "weekend", "holiday", "shift", "dayofweek", "daytype",
    "hr", "he", "hh", "hourofday", "hourending", "slot",
  ]
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
