/// The rows of a resampled table.
struct ResamplingGrid {
  /// More rows than this for each row that there was are a step that was not meant.
  private static let growthLimit = 1000

  /// Of a step: sums of decimal fractions are not exact.
  private static let tolerance = 1e-6

  let times: [Double]
  /// The newest row at or before each.
  let sources: [Int]
  /// The places in the order of what is new at each.
  private let places: [Range<Int>]

  init(times: [Double], order: RowOrder, step: Double, table: Table) throws(DataError) {
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
      for index in 0...Int(count) {
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

  /// NaN where nothing is known.
  func last(_ values: [Double], order: RowOrder) -> [Double] {
    places.map { range in range.last { !values[order.rows[$0]].isNaN }.map { values[order.rows[$0]] } ?? .nan
    }
  }

  /// NaN where nothing is known.
  func means(_ values: [Double], order: RowOrder) -> [Double] {
    places.map { range in
      var (sum, count) = (0.0, 0.0)
      for place in range where !values[order.rows[place]].isNaN {
        sum += values[order.rows[place]]
        count += 1
      }
      return count > 0 ? sum / count : .nan
    }
  }

  /// -1 where nothing is known.
  func last(_ codes: [Int32], order: RowOrder) -> [Int32] {
    places.map { range in
      range.last { codes[order.rows[$0]] >= 0 }.map { codes[order.rows[$0]] } ?? -1
    }
  }

  /// Sequences lie within files, and the grid's rows in the order of their sequences.
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
