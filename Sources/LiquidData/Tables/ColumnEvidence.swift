/// How a column's values are written.
enum ColumnKind: Hashable {
  case numbers
  case dates(DateParser.Order)
  /// Hours, minutes and perhaps seconds.
  case durations
  case text
}

/// What a column's fields say about its kind.
struct ColumnEvidence {
  private(set) var rows = 0
  private(set) var numbers = 0
  /// Neither numbers nor missing.
  private(set) var others = 0
  /// The first of those.
  private(set) var stray: Table.Column.Stray?
  private(set) var canBeDayFirst = true
  private(set) var canBeMonthFirst = true
  private(set) var canBeDurations = true

  var hasNoValues: Bool { numbers == 0 && others == 0 }

  /// Enough texts at the beginning, and it is no longer worth looking for numbers.
  var isSurelyNoNumbers: Bool { numbers == 0 && others >= 100 }

  /// Numbers where every value is one; else dates; else lengths of time; else text.
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

  /// A text among numbers, so that whoever wants numbers from the column can say which line is wrong.
  var strayAmongNumbers: Table.Column.Stray? { isMostlyNumbers ? stray : nil }

  mutating func addMissing() { rows += 1 }

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
      // With the year in front both orders are one.
      let isMonthFirst = isDayFirst && text.beginsWithYear(field) || text.date(field, .monthFirst) != nil
      canBeDayFirst = canBeDayFirst && isDayFirst
      canBeMonthFirst = canBeMonthFirst && isMonthFirst
    }
    canBeDurations = canBeDurations && text.duration(field) != nil
  }

  /// Another date; with the year in front all orders of day and month are one.
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

  /// A field of a column that is text whatever follows, and holds no numbers to speak of.
  mutating func addText() {
    rows += 1
    others += 1
  }

  /// With what the rows behind these say.
  func followed(by next: ColumnEvidence) -> ColumnEvidence {
    var all = self
    all.rows += next.rows
    all.numbers += next.numbers
    all.others += next.others
    all.stray = stray ?? next.stray.map { .init(row: $0.row + rows, text: $0.text) }
    // A column without values in one file says nothing about the other's.
    all.canBeDayFirst = canBeDayFirst && next.canBeDayFirst
    all.canBeMonthFirst = canBeMonthFirst && next.canBeMonthFirst
    all.canBeDurations = canBeDurations && next.canBeDurations
    return all
  }
}
