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
  private let width: Int
  private(set) var warnings: [String] = []
  /// Those that `encodeInputs` met.
  private(set) var unknown = UnknownTokens()

  init(table: Table, schema: DataSchema, order: RowOrder, segments: [Segment]) {
    self.table = table
    self.schema = schema
    self.order = order
    self.segments = segments
    width = schema.inputWidth
  }

  /// `[positions, inputWidth]`
  mutating func encodeInputs() throws(DataError) -> Stored<Float> {
    var channel = 0
    var columns: [InputColumn] = []
    for input in schema.inputs {
      let column = try table.column(named: input.column, role: "input")
      columns.append(
        InputColumn(input, channel: channel, values: try values(of: column, input), missing: schema.missing))
      channel += input.width
    }
    try table.space?.expect(
      bytes: 4 * order.rows.count * (width + 1 + 2 * schema.targetWidth))
    let encoded = try encoded(width: width) { block, result in
      for index in columns.indices { encode(&columns[index], block, into: &result) }
    }
    for column in columns { tell(column) }
    return encoded
  }

  /// An input's column while its channels are written.
  private struct InputColumn {
    enum Values {
      case numbers(Stored<Double>)
      /// `values` says what each name is to the network.
      case categories(codes: Stored<Int32>, names: [String], values: [CategoryChannels.Value])
    }

    let input: DataSchema.Input
    /// The first of its channels.
    let channel: Int
    let values: Values
    /// As they stand at the end of the block before.
    var numbers: NumberChannels
    var categories: CategoryChannels
    var rows = 0
    var unseenRows = 0
    /// The codes of tokens that are not in the vocabulary, by position.
    var unknown: [Int: Int32] = [:]

    init(_ input: DataSchema.Input, channel: Int, values: Values, missing: TaskDefinition.Missing) {
      self.input = input
      self.channel = channel
      self.values = values
      numbers = NumberChannels(input, missing: missing)
      categories = CategoryChannels(input, missing: missing)
    }
  }

  private mutating func values(
    of column: Table.Column, _ input: DataSchema.Input
  ) throws(DataError) -> InputColumn.Values {
    guard let levels = input.levels else { return .numbers(try numbers(of: column, input)) }
    let (codes, names) = try column.categories()
    let channelOfLevel = Dictionary(
      levels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    if input.isTokens { unknown.levels = names }
    let values = names.map { name in
      (channelOfLevel[name] ?? input.unknownIndex).map(CategoryChannels.Value.level) ?? .unseen
    }
    return .categories(codes: codes, names: names, values: values)
  }

  private func numbers(
    of column: Table.Column, _ input: DataSchema.Input
  ) throws(DataError) -> Stored<Double> {
    guard input.isDate else { return try column.numbers(in: table) }
    if column.isNumeric, !column.hasNoValues {
      throw DataError(.wrongKind(expected: "dates", found: "numbers"), file: table.name, column: column.name)
    }
    return try column.numbersOrDates(in: table)
  }

  // MARK: - Blocks

  /// Positions that are encoded together: all of a table in memory, a few of one that is more than memory holds.
  private struct Block {
    let positions: Range<Int>
    /// Those that begin in an earlier block go on.
    let segments: ArraySlice<Segment>
  }

  /// `[positions, width]`, 0 where `encode` writes nothing.
  private func encoded(
    width: Int, _ encode: (Block, inout [Float]) -> Void
  ) throws(DataError) -> Stored<Float> {
    let all = order.rows.count
    let space = table.space
    guard let space else {
      var result = [Float](repeating: 0, count: all * width)
      encode(Block(positions: 0..<all, segments: segments[...]), &result)
      return Stored(result)
    }
    let sorted = segments.sorted { $0.positions.lowerBound < $1.positions.lowerBound }
    var builder = StoredBuilder<Float>(in: space)
    var first = 0
    for start in stride(from: 0, to: all, by: space.chunk) {
      let positions = start..<min(start + space.chunk, all)
      while first < sorted.count, sorted[first].positions.upperBound <= start { first += 1 }
      let end = sorted[first...].firstIndex { $0.positions.lowerBound >= positions.upperBound }
      var result = [Float](repeating: 0, count: positions.count * width)
      encode(Block(positions: positions, segments: sorted[first..<(end ?? sorted.count)]), &result)
      builder.append(contentsOf: result)
      if let failure = builder.failure { throw failure }
    }
    return try builder.finished()
  }

  private func encode(_ column: inout InputColumn, _ block: Block, into result: inout [Float]) {
    switch column.values {
    case .numbers(let values): encodeNumbers(values, &column, block, into: &result)
    case .categories(let codes, _, let values):
      encodeCategories(codes, values, &column, block, into: &result)
    }
  }

  private func encodeNumbers(
    _ values: Stored<Double>, _ column: inout InputColumn, _ block: Block, into result: inout [Float]
  ) {
    let ahead = column.input.ahead ?? 0
    for segment in block.segments {
      if block.positions.contains(segment.positions.lowerBound) {
        column.numbers = NumberChannels(column.input, missing: schema.missing)
      }
      var channels = column.numbers
      for position in positions(of: segment, ahead: ahead).clamped(to: block.positions) {
        let index = (position - block.positions.lowerBound) * width + column.channel
        channels.write(values[order.rows[position + ahead]], to: &result, at: index)
      }
      column.numbers = channels
    }
  }

  /// The positions of a segment from which a value so many rows ahead is in the same sequence.
  private func positions(of segment: Segment, ahead: Int) -> Range<Int> {
    let first = segment.positions.lowerBound
    let end = order.ranges[segment.sequence].upperBound - ahead
    return first..<max(first, min(segment.positions.upperBound, end))
  }

  private func encodeCategories(
    _ codes: Stored<Int32>, _ values: [CategoryChannels.Value], _ column: inout InputColumn, _ block: Block,
    into result: inout [Float]
  ) {
    let (input, ahead) = (column.input, column.input.ahead ?? 0)
    if input.isIndexed {
      // Also where nothing is written: 0 is the index of a level.
      for index in stride(from: column.channel, to: result.count, by: width) {
        result[index] = CategoryChannels.noLevel
      }
    }
    for segment in block.segments {
      if block.positions.contains(segment.positions.lowerBound) {
        column.categories = CategoryChannels(input, missing: schema.missing)
      }
      var channels = column.categories
      for position in positions(of: segment, ahead: ahead).clamped(to: block.positions) {
        let code = Int(codes[order.rows[position + ahead]])
        let value = code < 0 ? .missing : values[code]
        if value == .unseen { column.unseenRows += 1 }
        if input.isTokens, value == .level(TextTokens.unknownIndex) {
          column.unknown[position] = Int32(code)
        }
        column.rows += 1
        let index = (position - block.positions.lowerBound) * width + column.channel
        channels.write(value, to: &result, at: index)
      }
      column.categories = channels
    }
  }

  /// Warns of values of an input that the network does not know.
  private mutating func tell(_ column: InputColumn) {
    let (name, unseen, unknown) = (column.input.column, column.unseenRows, column.unknown.count)
    self.unknown.codes.merge(column.unknown) { $1 }
    if unseen > 0 {
      warnings.append(
        "the column '\(name)' has values in \(counted(unseen, "row")) that training did not see")
    }
    if unknown > 0 {
      warnings.append(
        "\(unknown) of the \(counted(column.rows, "token")) of '\(name)' \(unknown == 1 ? "is" : "are") not in the vocabulary"
          + " and read as \(TextTokens.unknown)")
    }
  }

  /// The result of `encodeTargets` for a table without targets: none counts.
  func noTargets() throws(DataError) -> (values: Stored<Float>, weights: Stored<Float>) {
    let zeros = try encoded(width: schema.targetWidth) { _, _ in }
    return (zeros, zeros)
  }

  /// Targets and their weights, `[positions, targetWidth]`. A forecast's target is at the position it is forecast
  /// from. The weight is 0 if the target is missing, unknown or outside the segment.
  mutating func encodeTargets() throws(DataError) -> (values: Stored<Float>, weights: Stored<Float>) {
    var targets: [TargetColumn] = []
    for target in schema.targets {
      targets.append(try self.target(try table.column(named: target.column, role: "target"), target))
    }
    let values = try encoded(width: targets.count) { block, result in
      forEachTarget(targets, block) { index, value in result[index] = value }
    }
    let weights = try encoded(width: targets.count) { block, result in
      forEachTarget(targets, block) { index, value in
        result[index] = schema.classWeights?[Int(value)] ?? 1
      }
    }
    return (values, weights)
  }

  /// Calls `body` with each target that counts and its index in the block.
  private func forEachTarget(_ targets: [TargetColumn], _ block: Block, _ body: (Int, Float) -> Void) {
    for (number, target) in targets.enumerated() {
      let ahead = schema.ahead(target: number)
      for segment in block.segments {
        for position in segment.usable(horizon: schema.horizon).clamped(to: block.positions) {
          let value = target.value(row: order.rows[position + ahead])
          guard !value.isNaN else { continue }
          body((position - block.positions.lowerBound) * targets.count + number, value)
        }
      }
    }
  }

  /// A target's column as a network is to answer it.
  private enum TargetColumn {
    case numbers(Stored<Double>, Normalization)
    /// 0 and 1.
    case bits(Stored<Double>)
    /// `classes` has the index of each code's class, NaN for unknown ones.
    case classes(codes: Stored<Int32>, classes: [Float])

    /// NaN where it is missing or unknown.
    @inline(__always)
    func value(row: Int) -> Float {
      switch self {
      case .numbers(let values, let normalization):
        let value = values[row]
        return value.isNaN ? .nan : normalization.normalize(value)
      case .bits(let values): return Float(values[row])
      case .classes(let codes, let classes):
        let code = Int(codes[row])
        return code < 0 ? .nan : classes[code]
      }
    }
  }

  private mutating func target(
    _ column: Table.Column, _ target: DataSchema.Target
  ) throws(DataError) -> TargetColumn {
    if schema.loss == .binaryCrossEntropy { return .bits(try bits(of: column)) }
    guard schema.isClassification else {
      return .numbers(try column.numbers(in: table), target.normalization)
    }
    let (codes, names) = try column.categories()
    let indexOfClass = Dictionary(
      schema.classes.enumerated().map { ($1, Float($0)) }, uniquingKeysWith: { first, _ in first })
    let unknown = names.indices.filter { indexOfClass[names[$0]] == nil }
    if !unknown.isEmpty {
      var rows = [Int](repeating: 0, count: names.count)
      for row in order.rows where codes[row] >= 0 { rows[Int(codes[row])] += 1 }
      // A column may name more than its rows have, as the words of texts do.
      let counts = unknown.filter { rows[$0] > 0 }.map {
        "'\(names[$0].displayed)' in \(counted(rows[$0], "row"))"
      }
      let more = counts.count > 5 ? " and \(counts.count - 5) more" : ""
      if !counts.isEmpty {
        warnings.append(
          "the target '\(column.name)' has classes the model does not know, which do not count: "
            + counts.prefix(5).joined(separator: ", ") + more)
      }
    }
    return .classes(codes: codes, classes: names.map { indexOfClass[$0] ?? .nan })
  }

  private func bits(of column: Table.Column) throws(DataError) -> Stored<Double> {
    let values = try column.numbers(in: table)
    if let row = values.firstIndex(where: { !$0.isNaN && $0 != 0 && $0 != 1 }) {
      throw table.failure(.notBinary(value: values[row]), row: row, column: column.name)
    }
    return values
  }
}
