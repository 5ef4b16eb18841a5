import Liquid

/// The rows of each part. No row is in two parts, not even as a target, unless the task assigns windows at random.
struct PartPlan {
  var train: [Segment] = []
  var validation: [Segment] = []
  var test: [Segment] = []
  var warnings: [String] = []
  /// Whether `train` holds all rows, whose overlapping windows are assigned to parts later.
  let isByWindows: Bool

  /// Rows of files that belong to one part are in that part; the task's split assigns the rest.
  init(order: RowOrder, task: TaskDefinition, horizon: Int, table: Table) throws(DataError) {
    isByWindows = task.splitBy == .windows
    let parts = order.origins.map { table.origins[$0].part }
    let undecided = parts.indices.filter { parts[$0] == nil }
    let needed = undecided.isEmpty ? 1 : order.ranges.count > 1 ? 4 : 10
    guard order.rows.count >= needed else {
      throw DataError(.tooFewRows(rows: order.rows.count, needed: needed), file: table.name)
    }
    try assign(undecided, order, task, horizon: horizon, table)
    for part in Dataset.Part.allCases {
      append(parts.indices.filter { parts[$0] == part }, to: part, order, horizon: horizon)
    }
    if train.isEmpty { throw DataError(.emptyTraining, file: table.name) }
    warnAboutEmptyParts(split: task.split, parts: parts)
  }

  /// All rows in the test part.
  init(evaluating order: RowOrder, horizon: Int, table: Table) throws(DataError) {
    isByWindows = false
    append(Array(order.ranges.indices), to: .test, order, horizon: horizon)
    if test.isEmpty {
      throw DataError(.tooFewRows(rows: table.rowCount, needed: horizon + 1), file: table.name)
    }
  }

  /// The segments of all parts: nothing may cross from one into another.
  var segments: [Segment] { train + validation + test }

  private mutating func assign(
    _ sequences: [Int], _ order: RowOrder, _ task: TaskDefinition, horizon: Int, _ table: Table
  ) throws(DataError) {
    switch task.splitBy {
    case .windows: append(sequences, to: .train, order, horizon: horizon)
    case .time: cut(sequences, order, split: task.split, horizon: horizon)
    case .automatic where sequences.count <= 1: cut(sequences, order, split: task.split, horizon: horizon)
    case .automatic, .sequence:
      guard sequences.count != 1 else { throw Self.onlyOne("sequence", table) }
      assign(sequences.map { [$0] }, order, task, horizon: horizon)
    case .file:
      let files = Dictionary(grouping: sequences) { order.origins[$0] }.sorted { $0.key < $1.key }
      guard files.count != 1 else { throw Self.onlyOne("file", table) }
      assign(files.map(\.value), order, task, horizon: horizon)
    }
  }

  private static func onlyOne(_ thing: String, _ table: Table) -> DataError {
    DataError(
      .badTask(reason: "there is only one \(thing), which cannot be split into parts: split by time"),
      file: table.name)
  }

  /// Assigns whole groups of sequences to parts.
  private mutating func assign(_ groups: [[Int]], _ order: RowOrder, _ task: TaskDefinition, horizon: Int) {
    var groups = groups
    if let seed = task.shuffle {
      var generator = SeededGenerator(seed: seed)
      groups.shuffle(using: &generator)
    }
    let sizes = task.split.allocate(groups.count, minimum: 1)
    let firstTest = sizes.train + sizes.validation
    for (part, chosen) in [
      (Dataset.Part.train, groups[..<sizes.train]), (.validation, groups[sizes.train..<firstTest]),
      (.test, groups[firstTest...]),
    ] {
      append(chosen.flatMap(\.self).sorted(), to: part, order, horizon: horizon)
    }
  }

  /// Cuts each sequence into three consecutive blocks.
  private mutating func cut(_ sequences: [Int], _ order: RowOrder, split: Split, horizon: Int) {
    for sequence in sequences {
      let all = order.ranges[sequence]
      let sizes = split.allocate(all.count, minimum: horizon + 1)
      let firstValidation = all.lowerBound + sizes.train
      let firstTest = firstValidation + sizes.validation
      for (part, block) in [
        (Dataset.Part.train, all.lowerBound..<firstValidation), (.validation, firstValidation..<firstTest),
        (.test, firstTest..<all.upperBound),
      ] where block.count > horizon {
        add(Segment(positions: block, sequence: sequence), to: part)
      }
    }
  }

  private mutating func append(_ sequences: [Int], to part: Dataset.Part, _ order: RowOrder, horizon: Int) {
    let segments = sequences.map { Segment(positions: order.ranges[$0], sequence: $0) }
    let usable = segments.filter { $0.positions.count > horizon }
    for segment in usable { add(segment, to: part) }
    if usable.count < segments.count {
      let left = segments.count - usable.count
      warnings.append("\(counted(left, "sequence")) no longer than the horizon of \(horizon) left out")
    }
  }

  private mutating func add(_ segment: Segment, to part: Dataset.Part) {
    switch part {
    case .train: train.append(segment)
    case .validation: validation.append(segment)
    case .test: test.append(segment)
    }
  }

  private mutating func warnAboutEmptyParts(split: Split, parts: [Dataset.Part?]) {
    if isByWindows { return }
    let isDecided = !parts.contains(nil)
    if validation.isEmpty, split.validation > 0 {
      warnings.append(
        isDecided
          ? "no file is for validation: progress can only be seen on training data"
          : "the data are too few for a validation part: progress can only be seen on training data")
    }
    if test.isEmpty, split.test > 0 {
      warnings.append(isDecided ? "no file is for the test" : "the data are too few for a test part")
    }
  }
}
