/// How a column's values are written.
enum ColumnKind: Hashable {
  case numbers(NumberMarks)
  case dates(DateParser)
  /// Hours, minutes and perhaps seconds.
  case durations
  case text
}

/// What a column's fields say about its kind, and so how its values are read: numbers with which marks, dates in which
/// order, lengths of time or text. `ReadingDecision` makes the kind of it.
struct ColumnEvidence {
  private(set) var rows = 0
  private(set) var numbers = 0
  /// Numbers that are not read in the marks of the file's dialect.
  private(set) var unreadNumbers = 0
  /// The first of those.
  private(set) var oddNumber: String?
  /// The marks that read all numbers.
  private(set) var marks = NumberMarksSet.everything
  /// Fields that are neither numbers nor missing.
  private(set) var others = 0
  /// The first of those.
  private(set) var stray: Table.Column.Stray?
  /// How often each word stands for a missing value.
  private(set) var missingWords: [String: Int] = [:]
  /// The orders that read all fields as dates.
  private(set) var orders = Set(ReadingOptions.DateOrder.allCases)
  /// The first date that another order would read otherwise.
  private(set) var orderedDate: String?
  /// Whether a date has `AM` or `PM`.
  private(set) var hasHalfDays = false
  /// The first date with a year of two digits.
  private(set) var shortDate: String?
  private(set) var canBeDurations = true

  var hasNoValues: Bool { numbers == 0 && others == 0 }

  /// Whether the column began with so many texts that looking for numbers is no longer worth it.
  var isSurelyText: Bool { numbers == 0 && others >= 100 && orders.isEmpty && !canBeDurations }

  /// Whether all values are numbers that one way to write them reads.
  var isNumbers: Bool { others == 0 && !marks.isEmpty }

  var isMostlyNumbers: Bool { numbers > others }

  /// A text among numbers, so that an error can name its line.
  var strayAmongNumbers: Table.Column.Stray? { isMostlyNumbers ? stray : nil }

  mutating func addMissing(_ field: FieldRange, _ text: FieldText) {
    rows += 1
    if field.start < field.end { missingWords[text.text(field), default: 0] += 1 }
  }

  /// A number that is read in the marks of the dialect.
  @inline(__always)
  mutating func addNumber(_ reading: NumberMarksSet) {
    rows += 1
    numbers += 1
    marks.formIntersection(reading)
    if numbers == 1 { noDates() }
  }

  /// Numbers and missing ones that follow each other.
  mutating func add(_ run: NumberRun) {
    rows += run.count
    numbers += run.numbers
    if !run.missingWords.isEmpty { missingWords.merge(run.missingWords, uniquingKeysWith: +) }
    marks.formIntersection(run.marks)
    if run.numbers > 0 { noDates() }
  }

  private mutating func noDates() {
    orders = []
    canBeDurations = false
  }

  /// A field that is neither a number in the dialect's marks nor missing.
  mutating func addOther(_ field: FieldRange, _ text: FieldText, _ dates: DateParsers) {
    rows += 1
    let reading = marks.intersection(text.marks(reading: field))
    // Marks that contradict those of the numbers before make it a text among numbers.
    if !reading.isEmpty {
      if oddNumber == nil { oddNumber = text.text(field) }
      numbers += 1
      unreadNumbers += 1
      marks = reading
      return noDates()
    }
    if others == 0 { stray = .init(row: rows - 1, text: text.text(field)) }
    others += 1
    if numbers > 0 { noDates() }
    addDateOrDuration(field, text, dates)
  }

  private mutating func addDateOrDuration(_ field: FieldRange, _ text: FieldText, _ dates: DateParsers) {
    if !orders.isEmpty { narrowOrders(field, text, dates) }
    canBeDurations = canBeDurations && text.duration(field) != nil
  }

  private mutating func narrowOrders(_ field: FieldRange, _ text: FieldText, _ dates: DateParsers) {
    var left: Set<ReadingOptions.DateOrder> = []
    for order in orders {
      guard let date = text.date(field, dates.parser(order)) else { continue }
      left.insert(order)
      hasHalfDays = hasHalfDays || date.isHalfDay
      if date.hasShortYear, shortDate == nil { shortDate = text.text(field) }
      guard date.dependsOnOrder else {
        // All orders read the same date.
        left = orders
        break
      }
      if orderedDate == nil { orderedDate = text.text(field) }
    }
    orders = left
  }

  /// Another date, as it is read in the order in which the column's dates are read so far.
  mutating func addDate(
    _ date: DateParser.Reading, _ field: FieldRange, _ text: FieldText, _ dates: DateParsers
  ) {
    rows += 1
    others += 1
    canBeDurations = false
    if date.dependsOnOrder || date.hasShortYear { narrowOrders(field, text, dates) }
  }

  /// Another length of time.
  mutating func addDuration() {
    rows += 1
    others += 1
    orders = []
  }

  /// Another field of a column that is text, whatever follows.
  mutating func addText(_ field: FieldRange, _ text: FieldText) {
    if others == 0 { stray = .init(row: rows, text: text.text(field)) }
    rows += 1
    others += 1
  }

  /// The evidence of these rows and the next.
  func followed(by next: ColumnEvidence) -> ColumnEvidence {
    var all = self
    all.rows += next.rows
    all.numbers += next.numbers
    all.unreadNumbers += next.unreadNumbers
    all.oddNumber = oddNumber ?? next.oddNumber
    all.others += next.others
    all.missingWords.merge(next.missingWords, uniquingKeysWith: +)
    all.stray = stray ?? next.stray.map { .init(row: $0.row + rows, text: $0.text) }
    all.marks.formIntersection(next.marks)
    // A column without values in one file says nothing about the other's.
    all.orders.formIntersection(next.orders)
    all.orderedDate = orderedDate ?? next.orderedDate
    all.shortDate = shortDate ?? next.shortDate
    all.hasHalfDays = hasHalfDays || next.hasHalfDays
    all.canBeDurations = canBeDurations && next.canBeDurations
    return all
  }
}

/// The parsers of the orders of day, month and year that dates may be read in.
struct DateParsers {
  private let format: DateFormat?
  /// Those that are tried, in this order.
  let orders: [ReadingOptions.DateOrder]

  init(_ options: ReadingOptions) {
    format = options.dateFormat.map { DateFormat($0) }
    orders = options.dateOrder.map { [$0] } ?? [.dayFirst, .monthFirst]
  }

  func parser(_ order: ReadingOptions.DateOrder) -> DateParser { DateParser(order: order, format: format) }
}
