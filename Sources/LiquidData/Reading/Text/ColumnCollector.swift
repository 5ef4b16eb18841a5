import Foundation

/// The columns of a table while its rows are read, each by itself, on several threads.
struct ColumnCollectors {
  private(set) var columns: [ColumnCollector]
  private let plan: ReadingPlan
  /// How many groups of columns are read side by side: some for each thread, since one group may take longer.
  private let groups: Int

  init(_ columns: [ColumnCollector], plan: ReadingPlan) {
    self.columns = columns
    self.plan = plan
    groups = min(columns.count, 2 * ProcessInfo.processInfo.activeProcessorCount)
  }

  /// Reads the fields of the pieces, but for the first records of the first one.
  mutating func add(_ pieces: [FieldText], from start: Int) {
    // Threads are not worth it where the rows are few.
    let groups = pieces.count > 1 ? groups : min(columns.count, 1)
    columns.withUnsafeMutableBufferPointer { columns in
      // Sound: each iteration changes columns of its own.
      let columns = columns
      plan.forEach(groups) { group in
        // A piece is in the thread's cache for all columns of the group.
        for (number, text) in pieces.enumerated() {
          for index in columns.count * group / groups..<columns.count * (group + 1) / groups {
            columns[index].add(text, records: (number == 0 ? start : 0)..<text.records.count, index: index)
          }
        }
      }
    }
  }

  /// Makes room for so many rows, so that what has been read is not moved again and again.
  mutating func reserve(rows: Int) {
    for index in columns.indices { columns[index].reserve(rows: rows) }
  }

  /// An estimate; see `MemoryBudget`.
  var heldBytes: Int { columns.reduce(0) { $0 + MemoryBudget.columnBytes + $1.heldBytes } }

  /// What a row takes in files, by what the columns are so far.
  var rowBytes: Int {
    columns.reduce(0) { sum, column in
      if case .text = column.values { sum + 4 } else { sum + 8 }
    }
  }

  /// Throws where values could not be written.
  func check() throws(DataError) {
    if let failure = columns.lazy.compactMap(\.failure).first { throw failure }
  }
}

/// Reads one column and finds the kind of its values: in one pass if the first values show it.
struct ColumnCollector {
  private(set) var evidence = ColumnEvidence()
  private(set) var values: Collected
  private let dates: DateParsers
  /// Whether the values are texts, whatever they look like.
  private let isText: Bool
  /// Where the values are written; nil: in memory.
  private let space: CacheSpace?

  /// The values, read as the kind that seems right so far.
  enum Collected {
    case numbers(StoredBuilder<Double>)
    case dates(DateValues, ReadingOptions.DateOrder)
    case durations(StoredBuilder<Double>)
    case text(TextCodes)
    /// The kind turned out wrong after values had been read: the column has to be read again.
    case nothing
  }

  init(dates: DateParsers, isText: Bool = false, space: CacheSpace? = nil) {
    self.dates = dates
    self.isText = isText
    self.space = space
    values = isText ? .text(TextCodes(in: space)) : .numbers(StoredBuilder(in: space))
  }

  /// An estimate, without the column's own overhead; see `MemoryBudget`. A column that has to be read again will hold
  /// at least numbers.
  var heldBytes: Int {
    switch values {
    case .text(let codes): codes.heldBytes
    case .dates(let dates, _) where space != nil: dates.heldBytes
    case .numbers(let numbers) where space != nil, .durations(let numbers) where space != nil:
      numbers.heldBytes
    default: space == nil ? 8 * evidence.rows : 0
    }
  }

  /// Why values could not be written.
  var failure: DataError? {
    switch values {
    case .numbers(let numbers), .durations(let numbers): numbers.failure
    case .dates(let dates, _): dates.failure
    case .text(let codes): codes.failure
    case .nothing: nil
    }
  }

  /// All values, once no more are added.
  func finished() throws(DataError) -> ScannedColumn.Collected {
    switch values {
    case .numbers(let numbers): return .numbers(try numbers.finished())
    case .durations(let durations): return .durations(try durations.finished())
    case .dates(let dates, let order): return .dates(try dates.finished(), order)
    case .text(let codes):
      let (codes, levels) = try codes.finished()
      return .text(codes: codes, levels: levels)
    case .nothing: return .nothing
    }
  }

  /// Makes room for so many numbers, where the column has them so far.
  mutating func reserve(rows: Int) {
    guard case .numbers(var numbers) = values else { return }
    values = .nothing
    numbers.reserve(rows)
    values = .numbers(numbers)
  }

  /// Reads the column's fields of some records.
  mutating func add(_ text: FieldText, records: Range<Int>, index: Int) {
    var record = records.lowerBound
    while record < records.upperBound {
      switch values {
      case .numbers(var numbers):
        values = .nothing
        let run = numbers.append { numbers in
          text.appendNumbers(of: index, in: record..<records.upperBound, to: &numbers)
        }
        evidence.add(run)
        record += run.count
        values = .numbers(numbers)
        if record < records.upperBound { changeAssumption(text, text.records.field(record, index)) }
      case .dates(var found, let order):
        values = .nothing
        addDates(text, &record, records.upperBound, index, to: &found, order)
        values = record < records.upperBound ? .nothing : .dates(found, order)
      case .durations(var durations):
        values = .nothing
        addDurations(text, &record, records.upperBound, index, to: &durations)
        values = record < records.upperBound ? .nothing : .durations(durations)
      case .text(var codes):
        values = .nothing
        for record in record..<records.upperBound {
          addText(text, text.records.field(record, index), to: &codes)
        }
        values = .text(codes)
        record = records.upperBound
      case .nothing:
        for record in record..<records.upperBound { _ = addEvidence(text, text.records.field(record, index)) }
        record = records.upperBound
      }
    }
  }

  /// Reads up to the first field that is no date.
  private mutating func addDates(
    _ text: FieldText, _ record: inout Int, _ end: Int, _ index: Int, to found: inout DateValues,
    _ order: ReadingOptions.DateOrder
  ) {
    let parser = dates.parser(order)
    while record < end {
      let field = text.records.field(record, index)
      if let date = text.date(field, parser) {
        found.append(date)
        if evidence.others == 0 {
          evidence.addOther(field, text, dates)
        } else {
          evidence.addDate(date, field, text, dates)
        }
      } else if text.isMissing(field) {
        found.append(nil)
        evidence.addMissing(field, text)
      } else {
        return
      }
      record += 1
    }
  }

  /// Reads up to the first field that is no length of time.
  private mutating func addDurations(
    _ text: FieldText, _ record: inout Int, _ end: Int, _ index: Int,
    to durations: inout StoredBuilder<Double>
  ) {
    while record < end {
      let field = text.records.field(record, index)
      if let duration = text.duration(field) {
        durations.append(duration)
        evidence.addDuration()
      } else if text.isMissing(field) {
        durations.append(.nan)
        evidence.addMissing(field, text)
      } else {
        return
      }
      record += 1
    }
  }

  /// Chooses the kind by the first field that is not a number, if only missing values come before it.
  private mutating func changeAssumption(_ text: FieldText, _ field: FieldRange) {
    guard evidence.numbers == 0, text.marks(reading: field).isEmpty else { return values = .nothing }
    if let order = dates.orders.first(where: { text.date(field, dates.parser($0)) != nil }) {
      values = .dates(DateValues(missing: evidence.rows, in: space), order)
    } else if text.duration(field) != nil {
      values = .durations(StoredBuilder(repeating: .nan, count: evidence.rows, in: space))
    } else {
      var codes = TextCodes(in: space)
      codes.append(nil, times: evidence.rows)
      values = .text(codes)
    }
  }

  private mutating func addText(_ text: FieldText, _ field: FieldRange, to codes: inout TextCodes) {
    codes.append(addEvidence(text, field) ? text.text(field) : nil)
  }

  /// Returns whether the field has a value.
  private mutating func addEvidence(_ text: FieldText, _ field: FieldRange) -> Bool {
    if !isText, !evidence.isSurelyText, let number = text.number(field) {
      evidence.addNumber(number.marks)
    } else if text.isMissing(field) {
      evidence.addMissing(field, text)
      return false
    } else if isText || evidence.isSurelyText {
      evidence.addText(field, text)
    } else {
      evidence.addOther(field, text, dates)
    }
    return true
  }
}
