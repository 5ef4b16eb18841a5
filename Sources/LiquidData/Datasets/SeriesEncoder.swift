import Text

/// Encodes a table's columns as inputs and targets of a network, as a schema says.
///
/// Missing inputs are filled forward only within a segment, so that nothing crosses from one part into another but what
/// is known in advance: the network sees the last rows of a part too, where they warm its state up for the next one.
struct SeriesEncoder {
  let table: Table
  let schema: DataSchema
  let order: RowOrder
  /// The segments of all parts.
  let segments: [Segment]
  private(set) var warnings: [String] = []
  /// Those that `encodeInputs` met.
  private(set) var unknown = UnknownTokens()

  init(table: Table, schema: DataSchema, order: RowOrder, segments: [Segment]) {
    self.table = table
    self.schema = schema
    self.order = order
    self.segments = segments
  }

  /// `[positions, inputWidth]`
  mutating func encodeInputs() throws(DataError) -> [Float] {
    let width = schema.inputWidth
    var result = [Float](repeating: 0, count: order.rows.count * width)
    var channel = 0
    for input in schema.inputs {
      let column = try table.column(named: input.column, role: "input")
      if let levels = input.levels {
        encodeCategories(column, levels, input, into: &result, channel: channel, width: width)
      } else {
        encodeNumbers(try numbers(of: column, input), input, into: &result, channel: channel, width: width)
      }
      channel += input.width
    }
    return result
  }

  private func numbers(of column: Table.Column, _ input: DataSchema.Input) throws(DataError) -> [Double] {
    guard input.isDate else { return try column.numbers(in: table) }
    if column.isNumeric, !column.hasNoValues {
      throw DataError(.wrongKind(expected: "dates", found: "numbers"), file: table.name, column: column.name)
    }
    return try column.numbersOrDates(in: table)
  }

  private func encodeNumbers(
    _ values: [Double], _ input: DataSchema.Input, into result: inout [Float], channel: Int, width: Int
  ) {
    let ahead = input.ahead ?? 0
    for segment in segments {
      var channels = NumberChannels(input, missing: schema.missing)
      for position in positions(of: segment, ahead: ahead) {
        channels.write(values[order.rows[position + ahead]], to: &result, at: position * width + channel)
      }
    }
  }

  /// The positions of a segment from which a value so many rows ahead is in the same sequence.
  private func positions(of segment: Segment, ahead: Int) -> Range<Int> {
    let first = segment.positions.lowerBound
    let end = order.ranges[segment.sequence].upperBound - ahead
    return first..<max(first, min(segment.positions.upperBound, end))
  }

  private mutating func encodeCategories(
    _ column: Table.Column, _ levels: [String], _ input: DataSchema.Input, into result: inout [Float],
    channel: Int, width: Int
  ) {
    let ahead = input.ahead ?? 0
    let (codes, names) = column.categories()
    let channelOfLevel = Dictionary(
      levels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let values = names.map { name in
      (channelOfLevel[name] ?? input.unknownIndex).map(CategoryChannels.Value.level) ?? .unseen
    }
    if input.isIndexed {
      // Also where nothing is written: 0 is the index of a level.
      for index in stride(from: channel, to: result.count, by: width) {
        result[index] = CategoryChannels.noLevel
      }
    }
    if input.isTokens { unknown.levels = names }
    var (rows, unseenRows, unknownTokens) = (0, 0, 0)
    for segment in segments {
      var channels = CategoryChannels(input, missing: schema.missing)
      for position in positions(of: segment, ahead: ahead) {
        let code = Int(codes[order.rows[position + ahead]])
        let value = code < 0 ? .missing : values[code]
        if value == .unseen { unseenRows += 1 }
        if input.isTokens, value == .level(TextTokens.unknownIndex) {
          unknown.codes[position] = Int32(code)
          unknownTokens += 1
        }
        rows += 1
        channels.write(value, to: &result, at: position * width + channel)
      }
    }
    if unseenRows > 0 {
      warnings.append(
        "the column '\(column.name)' has values in \(counted(unseenRows, "row")) that training did not see")
    }
    if unknownTokens > 0 {
      warnings.append(
        "\(unknownTokens) of the \(counted(rows, "token")) of '\(column.name)' \(unknownTokens == 1 ? "is" : "are") not in the vocabulary"
          + " and read as \(TextTokens.unknown)")
    }
  }

  /// The result of `encodeTargets` for a table without targets: none counts.
  func noTargets() -> (values: [Float], weights: [Float]) {
    let zeros = [Float](repeating: 0, count: order.rows.count * schema.targetWidth)
    return (zeros, zeros)
  }

  /// Targets and their weights, `[positions, targetWidth]`. A forecast's target is at the position it is forecast
  /// from. The weight is 0 if the target is missing, unknown or outside the segment.
  mutating func encodeTargets() throws(DataError) -> (values: [Float], weights: [Float]) {
    let width = schema.targetWidth
    var values = [Float](repeating: 0, count: order.rows.count * width)
    var weights = values
    for (index, target) in schema.targets.enumerated() {
      let column = try table.column(named: target.column, role: "target")
      let encoded = try encodeTarget(column, target)
      for segment in segments {
        let ahead = schema.ahead(target: index)
        for position in segment.usable(horizon: schema.horizon) {
          let value = encoded[order.rows[position + ahead]]
          guard !value.isNaN else { continue }
          values[position * width + index] = value
          weights[position * width + index] = schema.classWeights?[Int(value)] ?? 1
        }
      }
    }
    return (values, weights)
  }

  /// One value per row; NaN for missing and unknown ones.
  private mutating func encodeTarget(
    _ column: Table.Column, _ target: DataSchema.Target
  ) throws(DataError) -> [Float] {
    if schema.loss == .binaryCrossEntropy { return try encodeBinary(column) }
    guard schema.isClassification else {
      return try column.numbers(in: table).map { $0.isNaN ? .nan : target.normalization.normalize($0) }
    }
    let (codes, names) = column.categories()
    let indexOfClass = Dictionary(
      schema.classes.enumerated().map { ($1, Float($0)) }, uniquingKeysWith: { first, _ in first })
    let classOfCode = names.map { indexOfClass[$0] ?? .nan }
    let unknown = names.filter { indexOfClass[$0] == nil }
    if !unknown.isEmpty {
      var rows: [String: Int] = [:]
      for row in order.rows where codes[row] >= 0 { rows[names[Int(codes[row])], default: 0] += 1 }
      // A column may name more than its rows have, as the words of texts do.
      let counts = unknown.compactMap { name in
        rows[name].map { "'\(name.displayed)' in \(counted($0, "row"))" }
      }
      let more = counts.count > 5 ? " and \(counts.count - 5) more" : ""
      if !counts.isEmpty {
        warnings.append(
          "the target '\(column.name)' has classes the model does not know, which do not count: "
            + counts.prefix(5).joined(separator: ", ") + more)
      }
    }
    return codes.map { $0 < 0 ? .nan : classOfCode[Int($0)] }
  }

  private func encodeBinary(_ column: Table.Column) throws(DataError) -> [Float] {
    let values = try column.numbers(in: table)
    if let row = values.firstIndex(where: { !$0.isNaN && $0 != 0 && $0 != 1 }) {
      throw table.failure(.notBinary(value: values[row]), row: row, column: column.name)
    }
    return values.map { Float($0) }
  }
}
