extension Table {
  /// The table without the numbers that stand for missing values; "*" stands for every column of numbers.
  func markingMissing(_ markers: [String: [Double]]) throws(DataError) -> Table {
    if markers.isEmpty { return self }
    for name in markers.keys.sorted() where name != "*" {
      let column = try column(named: name, role: "missing-markers")
      _ = try column.numbers(in: self)
    }
    return replacingColumns { column in
      let marks = Set((markers[column.name] ?? []) + (markers["*"] ?? []))
      guard !marks.isEmpty, case .numbers(let values) = column.values else { return column }
      return Column(
        name: column.name, values: .numbers(values.map { marks.contains($0) ? .nan : $0 }), unit: column.unit,
        stray: column.stray)
    }
  }

  /// The table with these columns' values as categories, whatever they are.
  func readingCategories(_ names: [String]) throws(DataError) -> Table {
    if names.isEmpty { return self }
    for name in names { _ = try column(named: name, role: "category") }
    let chosen = Set(names)
    return replacingColumns { column in
      guard chosen.contains(column.name) else { return column }
      let (codes, levels) = column.categories()
      return Column(name: column.name, values: .text(codes: codes, levels: levels))
    }
  }

  private func replacingColumns(_ change: (Column) -> Column) -> Table {
    Table(name: name, columns: columns.map(change), lines: lines, warnings: warnings, origins: origins)
  }
}
