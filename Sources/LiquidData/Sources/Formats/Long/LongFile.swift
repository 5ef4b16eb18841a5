/// One file of a long table: a row a time and variable.
struct LongFile {
  let file: String
  /// The name of the sequence, if no other file has it too.
  let stem: String
  let timeKind: LongTime
  /// Ascending and distinct.
  let times: [Double]
  /// The line on which each time first appears.
  let lines: [Int]
  /// In order of appearance.
  let variables: [String]
  /// The last value of each variable at each time.
  let cells: [Cell]

  struct Cell {
    let row: Int32
    let variable: Int32
    let value: Double
  }
}

/// How the times of a long table are written.
enum LongTime {
  case number
  /// Seconds, written as hours, minutes and perhaps seconds.
  case duration
  /// Seconds since 1970.
  case date

  /// How the field is written, and its time; nil where it is no time.
  static func read(_ field: FieldRange, _ text: FieldText) -> (kind: LongTime, value: Double)? {
    let found: (LongTime, Double)? =
      if let number = text.number(field) {
        (.number, number)
      } else if let duration = text.duration(field) {
        (.duration, duration)
      } else {
        text.date(field, .dayFirst).map { (.date, $0) }
      }
    return found.flatMap { $0.1.isFinite ? $0 : nil }
  }
}
