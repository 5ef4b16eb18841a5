/// Which rows are for training, validation and test. No row is in two parts, not even as a target.
struct PartPlan {
  var train: [Segment] = []
  var validation: [Segment] = []
  var test: [Segment] = []
  var warnings: [String] = []

  /// One series is cut into three consecutive blocks; several sequences are dealt out whole.
  init(order: RowOrder, split: Split, horizon: Int, table: Table) throws(DataError) {
    let needed = order.ranges.count > 1 ? 4 : 10
    guard table.rowCount >= needed else {
      throw DataError(.tooFewRows(rows: table.rowCount, needed: needed), file: table.name)
    }
    if order.ranges.count > 1 {
      dealSequences(order.ranges, split: split, horizon: horizon)
    } else {
      cutBlocks(order.ranges.first ?? 0..<0, split: split, horizon: horizon)
    }
    if train.isEmpty { throw DataError(.emptyTraining, file: table.name) }
    if validation.isEmpty, split.validation > 0 {
      warnings.append(
        "the data are too few for a validation part: progress can only be seen on training data")
    }
    if test.isEmpty, split.test > 0 { warnings.append("the data are too few for a test part") }
  }

  /// Everything in the test part.
  init(evaluating order: RowOrder, horizon: Int, table: Table) throws(DataError) {
    test = usableSegments(order.ranges, firstSequence: 0, horizon: horizon)
    if test.isEmpty {
      throw DataError(.tooFewRows(rows: table.rowCount, needed: horizon + 1), file: table.name)
    }
  }

  private mutating func cutBlocks(_ all: Range<Int>, split: Split, horizon: Int) {
    let sizes = split.allocate(all.count, minimum: horizon + 1)
    let firstValidation = all.lowerBound + sizes.train
    let firstTest = firstValidation + sizes.validation
    let blocks = [
      all.lowerBound..<firstValidation, firstValidation..<firstTest, firstTest..<all.upperBound,
    ].map { block in
      block.count > horizon ? [Segment(positions: block, sequence: 0)] : []
    }
    (train, validation, test) = (blocks[0], blocks[1], blocks[2])
  }

  private mutating func dealSequences(_ ranges: [Range<Int>], split: Split, horizon: Int) {
    let sizes = split.allocate(ranges.count, minimum: 1)
    let firstTest = sizes.train + sizes.validation
    train = usableSegments(ranges[..<sizes.train], firstSequence: 0, horizon: horizon)
    validation = usableSegments(ranges[sizes.train..<firstTest], firstSequence: sizes.train, horizon: horizon)
    test = usableSegments(ranges[firstTest...], firstSequence: firstTest, horizon: horizon)
  }

  private mutating func usableSegments(
    _ ranges: some Collection<Range<Int>>, firstSequence: Int, horizon: Int
  ) -> [Segment] {
    let segments = ranges.enumerated().map { Segment(positions: $1, sequence: firstSequence + $0) }
    let usable = segments.filter { $0.positions.count > horizon }
    if usable.count < segments.count {
      let left = segments.count - usable.count
      warnings.append("\(counted(left, "sequence")) no longer than the horizon of \(horizon) left out")
    }
    return usable
  }
}
