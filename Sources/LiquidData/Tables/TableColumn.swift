import Liquid
import Text

extension Table {
  /// One column's values.
  public struct Column: Sendable {
    /// The values of all rows.
    public enum Values: Sendable {
      /// NaN for missing values.
      case numbers(Stored<Double>)
      /// Seconds since 1970-01-01 UTC; NaN for missing values.
      case dates(Stored<Double>)
      /// Indices into `levels`, which are in order of appearance; -1 for missing values.
      case text(codes: Stored<Int32>, levels: [String])

      /// Values in memory.
      public static func numbers(_ values: [Double]) -> Values { .numbers(Stored(values)) }

      /// Values in memory.
      public static func dates(_ values: [Double]) -> Values { .dates(Stored(values)) }

      /// Values in memory.
      public static func text(codes: [Int32], levels: [String]) -> Values {
        .text(codes: Stored(codes), levels: levels)
      }
    }

    /// A text in a column whose values are mostly numbers.
    package struct Stray: Sendable, Hashable, Codable {
      package let row: Int
      package let text: String
    }

    /// Safe to show; unique in its table.
    public let name: String
    /// One per row.
    public let values: Values
    /// The unit, if the notation shows it (lengths of time are read as seconds).
    public let unit: String?
    package let stray: Stray?
    /// Of dates: how many seconds the local time of each row is east of UTC; nil: all local times are UTC.
    package let offsets: Stored<Int32>?
    /// Each value as it stands in the file, and how its dates are written; nil where nobody asked for it.
    package var writing: Writing?
    /// How often each word stands for a missing value, such as `NA`; empty fields are not counted.
    package let missingWords: [String: Int]

    package init(
      name: String, values: Values, unit: String? = nil, stray: Stray? = nil, offsets: Stored<Int32>? = nil,
      writing: Writing? = nil, missingWords: [String: Int] = [:]
    ) {
      self.missingWords = missingWords
      self.name = name
      self.values = values
      self.unit = unit
      self.stray = stray
      self.offsets = offsets
      self.writing = writing
    }

    /// The same column by another name.
    package func renamed(_ name: String) -> Column {
      Column(
        name: name, values: values, unit: unit, stray: stray, offsets: offsets, writing: writing,
        missingWords: missingWords)
    }

    /// The number of rows.
    public var count: Int {
      switch values {
      case .numbers(let values), .dates(let values): values.count
      case .text(let codes, _): codes.count
      }
    }

    /// Where the values are, if they are not in memory.
    var space: CacheSpace? {
      switch values {
      case .numbers(let values), .dates(let values): values.space
      case .text(let codes, _): codes.space
      }
    }

    /// "numbers", "dates" or "text".
    public var kindName: String {
      switch values {
      case .numbers: "numbers"
      case .dates: "dates"
      case .text: "text"
      }
    }

    /// Whether the values are numbers.
    public var isNumeric: Bool {
      if case .numbers = values { true } else { false }
    }

    /// Whether a row has no value.
    public func isMissing(_ row: Int) -> Bool {
      require((0..<count).contains(row), "row \(row) of \(count)")
      return isMissing(unchecked: row)
    }

    private func isMissing(unchecked row: Int) -> Bool {
      switch values {
      case .numbers(let values), .dates(let values): values[row].isNaN
      case .text(let codes, _): codes[row] < 0
      }
    }

    /// Whether no row has a value.
    public var hasNoValues: Bool { (0..<count).allSatisfy { isMissing(unchecked: $0) } }
  }
}

extension Table.Column {
  /// Each row's value as a category, whatever the column's kind: indices into names, -1 for missing values.
  ///
  /// Numbers are named without a superfluous ".0", so that `1` and `1.0` are one category.
  func categories() throws(DataError) -> (codes: Stored<Int32>, names: [String]) {
    switch values {
    case .text(let codes, let levels):
      return (codes, levels)
    case .numbers(let values), .dates(let values):
      var codeByValue: [Double: Int32] = [:]
      var names: [String] = []
      let codes = try values.converted { value -> Int32 in
        if value.isNaN { return -1 }
        if let code = codeByValue[value] { return code }
        let code = Int32(names.count)
        codeByValue[value] = code
        names.append(categoryName(value))
        return code
      }
      return (codes, names)
    }
  }

  /// The column's numbers; a column without any value has NaN in each row.
  ///
  /// - Throws: if it has text, with the line if most of its values are numbers.
  func numbers(in table: Table) throws(DataError) -> Stored<Double> {
    if case .numbers(let values) = values { return values }
    if let stray {
      throw table.failure(.textAmongNumbers(text: stray.text.displayed), row: stray.row, column: name)
    }
    throw DataError(.wrongKind(expected: "numbers", found: kindName), file: table.name, column: name)
  }

  /// Numbers, or dates in seconds.
  func numbersOrDates(in table: Table) throws(DataError) -> Stored<Double> {
    if case .dates(let values) = values { return values }
    return try numbers(in: table)
  }

  /// The column with these rows, in this order.
  func taking(_ rows: [Int]) -> Table.Column {
    let taken: Values =
      switch values {
      case .numbers(let values): .numbers(rows.map { values[$0] })
      case .dates(let values): .dates(rows.map { values[$0] })
      case .text(let codes, let levels): .text(codes: rows.map { codes[$0] }, levels: levels)
      }
    let moved = stray.flatMap { stray in
      rows.firstIndex(of: stray.row).map { Stray(row: $0, text: stray.text) }
    }
    return Table.Column(
      name: name, values: taken, unit: unit, stray: moved,
      offsets: offsets.map { offsets in Stored(rows.map { offsets[$0] }) }, writing: writing?.taking(rows),
      missingWords: missingWords)
  }
}

/// `3` for 3.0, `0.5` for 0.5.
func categoryName(_ value: Double) -> String {
  if let whole = Int(exactly: value), whole.magnitude < 1 << 53 { return String(whole) }
  return String(value)
}
