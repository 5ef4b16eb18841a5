/// The times between rows, in the time column's own unit.
struct StepTimes {
  /// Per position; NaN at a sequence's first.
  let differences: [Double]

  /// Fails where a time is missing or goes back within a sequence; equal times are fine.
  init(column: Table.Column, order: RowOrder, table: Table) throws(DataError) {
    let times = try column.numbersOrDates(in: table)
    var differences = [Double](repeating: .nan, count: order.rows.count)
    for range in order.ranges {
      for position in range {
        let row = order.rows[position]
        func failure(_ problem: DataError.Problem) -> DataError {
          table.failure(problem, row: row, column: column.name)
        }
        guard !times[row].isNaN else { throw failure(.missingValue(role: "time")) }
        guard position > range.lowerBound else { continue }
        let difference = times[row] - times[order.rows[position - 1]]
        guard difference >= 0 else { throw failure(.timeGoesBack) }
        differences[position] = difference
      }
    }
    self.differences = differences
  }

  /// The median of the differences above 0 at these positions; `nil` where there are none.
  func median(in segments: [Segment]) -> Double? {
    var steps: [Double] = []
    for segment in segments {
      steps += differences[segment.positions].filter { $0 > 0 && $0.isFinite }
    }
    guard !steps.isEmpty else { return nil }
    steps.sort()
    return steps[steps.count / 2]
  }

  /// In units of the median step, at most a million of them; a sequence's first step lasts one.
  ///
  /// - Parameter medianStep: nil: in the time column's own unit, whatever their length.
  func elapsed(medianStep: Double?) -> [Float] {
    let (unit, limit) = (medianStep ?? 1, medianStep == nil ? Double(Float.greatestFiniteMagnitude) : 1e6)
    return differences.map { $0.isNaN ? 1 : Float(min($0 / unit, limit)) }
  }
}
