import Text

extension Table {
  /// The table at regular times: each sequence from its first to its last time in steps of `step`; an incomplete last
  /// step is dropped. A row has the mean of the numbers since the row before, and the last of the texts, of numbers
  /// that are all 0 or 1 and of `classes`; values are missing if there are none. No row contains anything later than
  /// its own time.
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
    // Throws if times are missing or go back.
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
      let offsets = column.offsets.map { offsets in Stored(grid.sources.map { offsets[$0] }) }
      return Column(
        name: column.name, values: values, unit: column.unit, offsets: offsets,
        writing: column.writing?.withoutTexts, missingWords: column.missingWords)
    }
    return rearranged(
      columns: columns, rows: grid.sources, members: grid.members(order: order),
      origins: grid.origins(of: self))
  }

  /// Whether the numbers are all 0 or 1; a mean of them would be neither.
  private func areBits(_ values: Stored<Double>) -> Bool {
    values.allSatisfy { $0.isNaN || $0 == 0 || $0 == 1 }
  }
}

/// The rows of a resampled table.
private struct ResamplingGrid {
  /// More rows than this per original row mean that the step is a mistake.
  private static let growthLimit = 1000

  /// As a share of a step: sums of decimal fractions are not exact.
  private static let tolerance = 1e-6

  let times: [Double]
  /// For each time, the newest row at or before it.
  let sources: [Int]
  /// For each time, the positions since the time before.
  private let places: [Range<Int>]

  init(times: Stored<Double>, order: RowOrder, step: Double, table: Table) throws(DataError) {
    var (grid, sources): ([Double], [Int]) = ([], [])
    var places: [Range<Int>] = []
    let limit = max(table.rowCount, 1) * Self.growthLimit
    for range in order.ranges {
      guard let first = range.first, let last = range.last else { continue }
      let (start, end) = (times[order.rows[first]], times[order.rows[last]])
      let count = ((end - start) / step * (1 + Self.tolerance)).rounded(.down)
      guard count.isFinite, count + Double(grid.count) < Double(limit) else {
        throw DataError(
          .badTask(reason: "a step of \(step) makes more than \(limit) rows of \(table.rowCount)"),
          file: table.name)
      }
      var next = first
      for index in 0...Int(saturating: count) {
        let time = start + Double(index) * step
        let begin = next
        while next <= last, times[order.rows[next]] <= time + step * Self.tolerance { next += 1 }
        grid.append(time)
        sources.append(order.rows[next - 1])
        places.append(begin..<next)
      }
    }
    self.times = grid
    self.sources = sources
    self.places = places
  }

  /// The first and last row since the time before; nil where there are none.
  func members(order: RowOrder) -> [(first: Int, last: Int)?] {
    places.map { $0.isEmpty ? nil : (order.rows[$0.lowerBound], order.rows[$0.upperBound - 1]) }
  }

  /// NaN where no value is known.
  func last(_ values: Stored<Double>, order: RowOrder) -> [Double] {
    places.map { range in range.last { !values[order.rows[$0]].isNaN }.map { values[order.rows[$0]] } ?? .nan
    }
  }

  /// NaN where no value is known.
  func means(_ values: Stored<Double>, order: RowOrder) -> [Double] {
    places.map { range in
      var (sum, count) = (0.0, 0.0)
      for place in range where !values[order.rows[place]].isNaN {
        sum += values[order.rows[place]]
        count += 1
      }
      return count > 0 ? sum / count : .nan
    }
  }

  /// -1 where no value is known.
  func last(_ codes: Stored<Int32>, order: RowOrder) -> [Int32] {
    places.map { range in
      range.last { codes[order.rows[$0]] >= 0 }.map { codes[order.rows[$0]] } ?? -1
    }
  }

  /// The files of the grid's rows: each sequence lies within one file, and the rows are in the order of the
  /// sequences.
  func origins(of table: Table) -> [Table.Origin] {
    var origins: [Table.Origin] = []
    var first = 0
    for origin in table.origins {
      var end = first
      while end < sources.count, origin.rows.contains(sources[end]) { end += 1 }
      origins.append(Table.Origin(file: origin.file, rows: first..<end, part: origin.part))
      first = end
    }
    return origins
  }
}
