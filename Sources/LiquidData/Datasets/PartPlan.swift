import Liquid
import Text

/// The rows of each part. No row is in two parts, not even as a target, unless the task assigns windows at random.
struct PartPlan {
  var train: [Segment] = []
  var validation: [Segment] = []
  var test: [Segment] = []
  var warnings: [String] = []
  /// Whether `train` holds all rows, whose overlapping windows are assigned to parts later.
  let isByWindows: Bool

  /// Rows of files that belong to one part are in that part; the task's split assigns the rest.
  ///
  /// - Parameter classes: the target, where its values are classes.
  init(
    order: RowOrder, task: TaskDefinition, horizon: Int, table: Table, classes: Table.Column? = nil
  ) throws(DataError) {
    isByWindows = task.splitBy == .windows
    let groups = try GroupParts(task, order: order, table: table)
    var task = task
    task.split = task.splitOfRest
    let parts = try Self.parts(of: order, groups, table)
    let undecided = parts.indices.filter { parts[$0] == nil }
    let needed = undecided.isEmpty ? 1 : order.ranges.count > 1 ? 4 : 10
    guard order.rows.count >= needed else {
      throw DataError(.tooFewRows(rows: order.rows.count, needed: needed), file: table.name)
    }
    let classOfSequence =
      try task.isStratified
      ? classes.map { column throws(DataError) in try Self.classes(column, order) } : nil
    try assign(undecided, order, task, horizon: horizon, table, classOfSequence)
    for part in Dataset.Part.allCases {
      append(parts.indices.filter { parts[$0] == part }, to: part, order, horizon: horizon)
    }
    if train.isEmpty {
      let longest = order.ranges.map(\.count).max() ?? 0
      guard horizon >= longest else { throw DataError(.emptyTraining, file: table.name) }
      let isOfColumn = task.sequence != nil && task.tokens == nil
      throw DataError(
        .horizonTooLong(horizon: horizon, longest: longest, isOfColumn: isOfColumn), file: table.name)
    }
    try checkGroups(task, parts: parts, table)
    warnAboutEmptyParts(split: task.split, parts: parts)
  }

  /// The part of each sequence whose group or file is in one.
  private static func parts(
    of order: RowOrder, _ groups: GroupParts, _ table: Table
  ) throws(DataError) -> [Dataset.Part?] {
    var parts = groups.parts
    for (index, origin) in order.origins.enumerated() where parts[index] == nil {
      parts[index] = table.origins[origin].part
      guard groups.holdOut == nil || parts[index] != .test else {
        throw DataError(
          .badTask(
            reason: "files for the test alone do not go with a group that is held out: keep one of the two"),
          file: table.origins[origin].file)
      }
    }
    return parts
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
    _ sequences: [Int], _ order: RowOrder, _ task: TaskDefinition, horizon: Int, _ table: Table,
    _ classOfSequence: [Int32?]?
  ) throws(DataError) {
    switch task.splitBy {
    case .windows: append(sequences, to: .train, order, horizon: horizon)
    case .time: cut(sequences, order, split: task.split, horizon: horizon)
    case .automatic where sequences.count <= 1: cut(sequences, order, split: task.split, horizon: horizon)
    case .automatic, .sequence:
      guard sequences.count != 1 else { throw Self.onlyOne("sequence", table) }
      assign(sequences.map { [$0] }, order, task, horizon: horizon, classOfSequence)
    case .file:
      let files = Dictionary(grouping: sequences) { order.origins[$0] }.sorted { $0.key < $1.key }
      guard files.count != 1 else { throw Self.onlyOne("file", table) }
      assign(files.map(\.value), order, task, horizon: horizon, classOfSequence)
    }
  }

  private static func onlyOne(_ thing: String, _ table: Table) -> DataError {
    DataError(
      .badTask(reason: "there is only one \(thing), which cannot be split into parts: split by time"),
      file: table.name)
  }

  /// The class of each sequence; nil where it has several or none.
  private static func classes(_ column: Table.Column, _ order: RowOrder) throws(DataError) -> [Int32?] {
    let codes = try column.categories().codes
    return order.ranges.map { range in
      var only: Int32?
      for position in range {
        let code = codes[order.rows[position]]
        guard code >= 0, code != only else { continue }
        if only != nil { return nil }
        only = code
      }
      return only
    }
  }

  /// Assigns whole groups of sequences to parts, with the same shares of each class where every group has one.
  private mutating func assign(
    _ groups: [[Int]], _ order: RowOrder, _ task: TaskDefinition, horizon: Int, _ classOfSequence: [Int32?]?
  ) {
    var groups = groups
    if let seed = task.shuffle {
      var generator = SeededGenerator(seed: seed)
      groups.shuffle(using: &generator)
    }
    if let classOfSequence { groups = Self.interleaved(groups, classOfSequence) }
    let sizes = task.split.allocate(groups.count, minimum: 1)
    let firstTest = sizes.train + sizes.validation
    for (part, chosen) in [
      (Dataset.Part.train, groups[..<sizes.train]), (.validation, groups[sizes.train..<firstTest]),
      (.test, groups[firstTest...]),
    ] {
      append(chosen.flatMap(\.self).sorted(), to: part, order, horizon: horizon)
    }
  }

  /// The groups in an order in which every stretch has nearly the same share of each class, and in which those of a
  /// class keep their order; unchanged unless every group is of one class.
  private static func interleaved(_ groups: [[Int]], _ classOfSequence: [Int32?]) -> [[Int]] {
    var members: [Int32: [Int]] = [:]
    for (index, group) in groups.enumerated() {
      let classes = Set(group.map { classOfSequence[$0] })
      guard classes.count == 1, let code = classes.first ?? nil else { return groups }
      members[code, default: []].append(index)
    }
    guard members.count > 1 else { return groups }
    // The middle of each group's share of its class: a class of one lands in the training part.
    let places = members.values.flatMap { own in
      own.enumerated().map { (place: (Double($0) + 0.5) / Double(own.count), index: $1) }
    }
    return places.sorted { ($0.place, $0.index) < ($1.place, $1.index) }.map { groups[$0.index] }
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

  /// - Throws: where groups were asked for of which nothing is long enough.
  private func checkGroups(_ task: TaskDefinition, parts: [Dataset.Part?], _ table: Table) throws(DataError) {
    for (held, part, segments, what) in [
      (task.holdOut, Dataset.Part.test, test, "what is held out for the test"),
      (task.validateOn, .validation, validation, "what is to validate"),
    ] {
      guard let held, segments.isEmpty, parts.contains(part) else { continue }
      throw DataError(
        .badTask(reason: "\(what) has no sequence that is long enough"), file: table.name,
        column: held.column)
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
