/// How a column's values are written.
enum ColumnKind: Hashable {
  case numbers
  case dates(DateParser.Order)
  /// Hours, minutes and perhaps seconds.
  case durations
  case text
}

/// What a column's fields say about its kind, and so how its values are read: numbers, dates in which order, lengths
/// of time or text. `kind` is the guess that follows.
struct ColumnEvidence {
  private(set) var rows = 0
  private(set) var numbers = 0
  /// Fields that are neither numbers nor missing.
  private(set) var others = 0
  /// The first of those.
  private(set) var stray: Table.Column.Stray?
  /// How often each word stands for a missing value.
  private(set) var missingWords: [String: Int] = [:]
  private(set) var canBeDayFirst = true
  private(set) var canBeMonthFirst = true
  private(set) var canBeDurations = true

  var hasNoValues: Bool { numbers == 0 && others == 0 }

  /// Whether the column began with so many texts that looking for numbers is no longer worth it.
  var isSurelyNoNumbers: Bool { numbers == 0 && others >= 100 }

  /// Numbers if every value is one; else dates; else lengths of time; else text.
  var kind: ColumnKind {
    if others == 0 { return .numbers }
    if !isMostlyNumbers {
      if canBeDayFirst { return .dates(.dayFirst) }
      if canBeMonthFirst { return .dates(.monthFirst) }
      if canBeDurations { return .durations }
    }
    return .text
  }

  private var isMostlyNumbers: Bool { numbers > others }

  /// A text among numbers, so that an error can name its line.
  var strayAmongNumbers: Table.Column.Stray? { isMostlyNumbers ? stray : nil }

  mutating func addMissing(_ field: FieldRange, _ text: FieldText) {
    rows += 1
    if field.start < field.end { missingWords[text.text(field), default: 0] += 1 }
  }

  mutating func addNumber() {
    rows += 1
    numbers += 1
    (canBeDayFirst, canBeMonthFirst, canBeDurations) = (false, false, false)
  }

  /// A field that is neither a number nor missing.
  mutating func addOther(_ field: FieldRange, _ text: FieldText) {
    rows += 1
    if others == 0 { stray = .init(row: rows - 1, text: text.text(field)) }
    others += 1
    if canBeDayFirst || canBeMonthFirst {
      let isDayFirst = text.date(field, .dayFirst) != nil
      // With the year first, both orders read the same date.
      let isMonthFirst = isDayFirst && text.beginsWithYear(field) || text.date(field, .monthFirst) != nil
      canBeDayFirst = canBeDayFirst && isDayFirst
      canBeMonthFirst = canBeMonthFirst && isMonthFirst
    }
    canBeDurations = canBeDurations && text.duration(field) != nil
  }

  /// Another date; with the year first, the order of day and month does not matter.
  mutating func addDate(_ field: FieldRange, _ text: FieldText) {
    guard text.beginsWithYear(field), !canBeDurations else { return addOther(field, text) }
    rows += 1
    others += 1
  }

  /// Another length of time.
  mutating func addDuration() {
    rows += 1
    others += 1
  }

  /// Another field of a column that is text, whatever follows.
  mutating func addText() {
    rows += 1
    others += 1
  }

  /// The evidence of these rows and the next.
  func followed(by next: ColumnEvidence) -> ColumnEvidence {
    var all = self
    all.rows += next.rows
    all.numbers += next.numbers
    all.others += next.others
    all.missingWords.merge(next.missingWords, uniquingKeysWith: +)
    all.stray = stray ?? next.stray.map { .init(row: $0.row + rows, text: $0.text) }
    // A column without values in one file says nothing about the other's.
    all.canBeDayFirst = canBeDayFirst && next.canBeDayFirst
    all.canBeMonthFirst = canBeMonthFirst && next.canBeMonthFirst
    all.canBeDurations = canBeDurations && next.canBeDurations
    return all
  }
}
