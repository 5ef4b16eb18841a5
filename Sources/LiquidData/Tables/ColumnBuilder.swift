/// Reads one column and finds out what kind of values it has.
struct ColumnBuilder {
  let text: FieldText
  /// The records that are rows.
  let rows: Range<Int>
  /// The field's place in a record.
  let index: Int

  /// Numbers where every value is one; else dates; else lengths of time; else text. Text in a column whose
  /// values are mostly numbers is noted, so that whoever wants numbers from it can say which line is wrong.
  func build(name: String) -> Table.Column {
    let (numbers, stray, mostlyNumbers) = readNumbers()
    if let numbers { return Table.Column(name: name, values: .numbers(numbers)) }
    if !mostlyNumbers {
      for order in [DateParser.Order.dayFirst, .monthFirst] {
        if let dates = readAll({ text.date($0, order) }) {
          return Table.Column(name: name, values: .dates(dates))
        }
      }
      if let durations = readAll({ text.duration($0) }) {
        return Table.Column(name: name, values: .numbers(durations), unit: "s")
      }
    }
    return Table.Column(name: name, values: readText(), stray: mostlyNumbers ? stray : nil)
  }

  private func readNumbers() -> (numbers: [Double]?, stray: Table.Column.Stray?, mostlyNumbers: Bool) {
    var values: [Double] = []
    values.reserveCapacity(rows.count)
    var stray: Table.Column.Stray?
    var (found, others) = (0, 0)
    for record in rows {
      let field = text.records.field(record, index)
      if let number = text.number(field) {
        values.append(number)
        found += 1
      } else {
        values.append(.nan)
        if text.isMissing(field) { continue }
        others += 1
        if stray == nil { stray = .init(row: record - rows.lowerBound, text: text.text(field)) }
        if found == 0, others == 100 { break }
      }
    }
    return (others == 0 ? values : nil, stray, found > others)
  }

  /// All values through one reading, or `nil` as soon as it does not apply.
  private func readAll(_ read: (FieldRange) -> Double?) -> [Double]? {
    var values: [Double] = []
    values.reserveCapacity(rows.count)
    for record in rows {
      let field = text.records.field(record, index)
      if let value = read(field) {
        values.append(value)
      } else if text.isMissing(field) {
        values.append(.nan)
      } else {
        return nil
      }
    }
    return values
  }

  private func readText() -> Table.Column.Values {
    var codes: [Int32] = []
    codes.reserveCapacity(rows.count)
    var levels: [String] = []
    var codeByLevel: [String: Int32] = [:]
    for record in rows {
      let field = text.records.field(record, index)
      if text.isMissing(field) {
        codes.append(-1)
        continue
      }
      let level = text.text(field)
      if let code = codeByLevel[level] {
        codes.append(code)
      } else {
        let code = Int32(levels.count)
        codeByLevel[level] = code
        levels.append(level)
        codes.append(code)
      }
    }
    return .text(codes: codes, levels: levels)
  }
}
