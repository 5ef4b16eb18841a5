/// Reads one column and finds the kind of its values: in one pass if the first values show it.
struct ColumnCollector {
  private(set) var evidence = ColumnEvidence()
  private(set) var values = Collected.numbers([])

  /// The values, read as the kind that seems right so far.
  enum Collected {
    case numbers([Double])
    case dates([Double], DateParser.Order)
    case durations([Double])
    case text(TextCodes)
    /// The kind turned out wrong after values had been read: the column has to be read again.
    case nothing
  }

  /// Reads the column's fields of some records.
  mutating func add(_ text: FieldText, records: Range<Int>, index: Int) {
    var record = records.lowerBound
    while record < records.upperBound {
      switch values {
      case .numbers(var numbers):
        values = .nothing
        addNumbers(text, &record, records.upperBound, index, to: &numbers)
        values = .numbers(numbers)
        if record < records.upperBound { changeAssumption(text, text.records.field(record, index)) }
      case .dates(var dates, let order):
        values = .nothing
        addAll(text, &record, records.upperBound, index, to: &dates) {
          text.date($0, order)
        } note: {
          $0.addDate($1, text)
        }
        values = record < records.upperBound ? .nothing : .dates(dates, order)
      case .durations(var durations):
        values = .nothing
        addAll(text, &record, records.upperBound, index, to: &durations) {
          text.duration($0)
        } note: { evidence, _ in
          evidence.addDuration()
        }
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

  /// Reads up to the first field that is not a number.
  private mutating func addNumbers(
    _ text: FieldText, _ record: inout Int, _ end: Int, _ index: Int, to numbers: inout [Double]
  ) {
    while record < end {
      let field = text.records.field(record, index)
      if let number = text.number(field) {
        numbers.append(number)
        evidence.addNumber()
      } else if text.isMissing(field) {
        numbers.append(.nan)
        evidence.addMissing(field, text)
      } else {
        return
      }
      record += 1
    }
  }

  /// Reads up to the first field for which `read` gives nil.
  private mutating func addAll(
    _ text: FieldText, _ record: inout Int, _ end: Int, _ index: Int, to values: inout [Double],
    _ read: (FieldRange) -> Double?, note: (inout ColumnEvidence, FieldRange) -> Void
  ) {
    while record < end {
      let field = text.records.field(record, index)
      if let value = read(field) {
        values.append(value)
        if evidence.others == 0 { evidence.addOther(field, text) } else { note(&evidence, field) }
      } else if text.isMissing(field) {
        values.append(.nan)
        evidence.addMissing(field, text)
      } else {
        return
      }
      record += 1
    }
  }

  /// Chooses the kind by the first field that is not a number, if only missing values come before it.
  private mutating func changeAssumption(_ text: FieldText, _ field: FieldRange) {
    guard evidence.numbers == 0 else { return values = .nothing }
    let missing = [Double](repeating: .nan, count: evidence.rows)
    if text.date(field, .dayFirst) != nil {
      values = .dates(missing, .dayFirst)
    } else if text.date(field, .monthFirst) != nil {
      values = .dates(missing, .monthFirst)
    } else if text.duration(field) != nil {
      values = .durations(missing)
    } else {
      var codes = TextCodes()
      codes.append(nil, times: evidence.rows)
      values = .text(codes)
    }
  }

  private mutating func addText(_ text: FieldText, _ field: FieldRange, to codes: inout TextCodes) {
    codes.append(addEvidence(text, field) ? text.text(field) : nil)
  }

  /// Returns whether the field has a value.
  private mutating func addEvidence(_ text: FieldText, _ field: FieldRange) -> Bool {
    if !evidence.isSurelyNoNumbers, text.number(field) != nil {
      evidence.addNumber()
    } else if text.isMissing(field) {
      evidence.addMissing(field, text)
      return false
    } else if evidence.isSurelyNoNumbers, evidence.kind == .text {
      evidence.addText()
    } else {
      evidence.addOther(field, text)
    }
    return true
  }
}
