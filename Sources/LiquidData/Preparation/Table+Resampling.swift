extension Table {
  /// The table at regular times: each sequence from its first time on in steps of `step`, to its last. A step has the
  /// mean of the numbers, and the last of the texts, of bits and of `classes`, known since the step before; where nothing
  /// is known it is missing. The last step that is not whole is left out.
  /// Nothing later than a row's own time is in it.
  ///
  /// - Parameter classes: columns of numbers that stand for classes.
  func resampled(
    step: Double, time name: String?, sequence: String?, classes: Set<String>
  ) throws(DataError) -> Table {
    for column in columns where column.stray != nil { _ = try column.numbers(in: self) }
    guard let name else {
      throw DataError(.badTask(reason: "resampling needs a time column"), file: self.name)
    }
    let timeColumn = try column(named: name, role: "time")
    let order = try RowOrder(table: self, sequenceNamed: sequence)
    // Refuses times that are missing or go back.
    _ = try StepTimes(column: timeColumn, order: order, table: self)
    let times = try timeColumn.numbersOrDates(in: self)
    let grid = try ResamplingGrid(times: times, order: order, step: step, table: self)
    let columns = self.columns.map { column in
      let values: Column.Values =
        switch column.values {
        case _ where column.name == name:
          column.isNumeric ? .numbers(grid.times) : .dates(grid.times)
        case .numbers(let values) where column.name == sequence: .numbers(grid.sources.map { values[$0] })
        case .dates(let values) where column.name == sequence: .dates(grid.sources.map { values[$0] })
        case .text(let codes, let levels) where column.name == sequence:
          .text(codes: grid.sources.map { codes[$0] }, levels: levels)
        case .numbers(let values) where classes.contains(column.name) || areBits(values):
          .numbers(grid.last(values, order: order))
        case .numbers(let values): .numbers(grid.means(values, order: order))
        case .dates(let values): .dates(grid.means(values, order: order))
        case .text(let codes, let levels): .text(codes: grid.last(codes, order: order), levels: levels)
        }
      return Column(name: column.name, values: values, unit: column.unit)
    }
    return Table(
      name: self.name, columns: columns, lines: grid.sources.map { lines[$0] }, warnings: warnings,
      origins: grid.origins(of: self))
  }

  /// Whether the numbers are all 0 or 1: a mean of them would be neither.
  private func areBits(_ values: [Double]) -> Bool { values.allSatisfy { $0.isNaN || $0 == 0 || $0 == 1 } }
}
