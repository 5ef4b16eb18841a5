extension Table {
  /// The table with the features of a column of times as further columns.
  func addingTimeFeatures(
    _ features: [TimeFeature], of name: String, sequence: String?
  ) throws(DataError) -> Table {
    let column = try column(named: name, role: "time")
    if let feature = features.first(where: \.needsDates), column.isNumeric {
      throw DataError(
        .badTask(
          reason: "the feature \(feature.rawValue) needs dates, and '\(name.displayed)' holds numbers"),
        file: self.name, column: name)
    }
    if let known = features.lazy.flatMap(\.columnNames).first(where: { self.column(named: $0) != nil }) {
      throw DataError(
        .badTask(reason: "the time feature \(known) has the name of a column"), file: self.name, column: known
      )
    }
    let times = try column.numbersOrDates(in: self)
    let elapsed = features.contains(.elapsed) ? try gaps(between: times, sequence: sequence) : []
    let added = features.map { feature in
      Self.columns(of: feature, times: times, elapsed: elapsed)
    }
    return Table(
      name: self.name, columns: columns + added.flatMap(\.self), lines: lines, warnings: warnings,
      origins: origins)
  }

  /// The time from each row to the one before it in its sequence, by row.
  private func gaps(between times: [Double], sequence: String?) throws(DataError) -> [Double] {
    let order = try RowOrder(table: self, sequenceNamed: sequence)
    var gaps = [Double](repeating: 0, count: rowCount)
    for range in order.ranges {
      for position in range.dropFirst() {
        gaps[order.rows[position]] = times[order.rows[position]] - times[order.rows[position - 1]]
      }
    }
    return gaps
  }

  private static func columns(of feature: TimeFeature, times: [Double], elapsed: [Double]) -> [Column] {
    var channels = feature.columnNames.map { _ in [Double]() }
    for (row, time) in times.enumerated() {
      let values =
        time.isNaN
        ? channels.map { _ in .nan }
        : feature.values(seconds: time, elapsed: elapsed.isEmpty ? 0 : elapsed[row])
      for (channel, value) in values.enumerated() { channels[channel].append(value) }
    }
    return zip(feature.columnNames, channels).map { Column(name: $0, values: .numbers($1)) }
  }
}
