import Liquid
import Text

/// A table prepared for a network: normalised, cut into windows, split into training, validation and test parts.
///
/// A *window* is a slice of a sequence or a whole sequence. No row of one part is in another, neither as an input nor
/// as a target. Everything learnt from the data (normalisation, categories, the time scale) is learnt from the
/// training part; only the names of the classes are taken from the whole table. A split by windows is the exception:
/// see `leak`.
///
///     let table = try Table.read(path: "drive.csv")
///     let task = TaskDefinition(name: "drive", targets: ["steering"], time: "time_s", sequence: "drive")
///     let dataset = try Dataset(table: table, task: task)
///     let batch = dataset.batch(.train, indices: Array(0..<min(16, dataset.count(of: .train))))
///
/// `GradientEngine` trains on such batches, a `MetricAccumulator` sums up the metric of others, and a model file with
/// `schema.metadata` is all that a `Predictor` needs.
public struct Dataset: Sendable {
  /// What rows are for.
  public enum Part: String, Sendable, Hashable, CaseIterable {
    case train, validation, test
  }

  /// What was learnt of the columns.
  public internal(set) var schema: DataSchema
  /// What is unusual about the data but does not make them unusable, one sentence each.
  public internal(set) var warnings: [String]
  /// The number of rows of the table.
  public let rowCount: Int
  /// Why the test part contains training rows; nil if no row is in two parts.
  public let leak: String?

  let series: Series
  let windows: [Part: WindowList]
  /// The stretches of sequences that the windows of each part are cut from.
  let stretches: [Part: [Segment]]
  /// Rows at a stretch's end that are only targets.
  let trailing: Int
  /// Nil where the test part was made harder: its targets may be changed ones.
  let targetRows: TargetRows?
  /// The part that each test window was in, where they were chosen by `evaluating`.
  private(set) var chosenParts: [Part?] = []

  /// Input channels: those of the schema, which counts them anew each time.
  public let inputWidth: Int
  /// Outputs that a network needs: classes, or target columns.
  public var outputWidth: Int { schema.outputWidth }
  /// The task's loss.
  public var loss: Loss { schema.loss }

  /// The number of windows of a part.
  public func count(of part: Part) -> Int { windows[part]?.count ?? 0 }

  /// The part by which networks are compared: test, or validation if there is no test part.
  package var judgedPart: Part { count(of: .test) > 0 ? .test : .validation }

  /// The number of time steps of a window.
  public func stepCount(_ part: Part, index: Int) -> Int { window(part, index).positions.count }

  func window(_ part: Part, _ index: Int) -> Segment {
    let windows = windows[part] ?? WindowList([])
    require(windows.indices.contains(index), "window \(index) of \(windows.count) of \(part.rawValue)")
    return windows[index]
  }

  /// The positions that a network runs through for a window: some before it to warm its state up, as far as the sequence
  /// has them, and the window's own.
  func run(_ part: Part, _ index: Int) -> Run {
    let window = window(part, index)
    guard part != .train, schema.warmUp > 0 else { return Run(positions: window.positions, warmUp: 0) }
    let (places, all) = (series.places, series.order.ranges[window.sequence])
    var first = window.positions.lowerBound
    while first > 0, window.positions.lowerBound - first < schema.warmUp,
      all.contains(places[first - 1]), places[first - 1] < places[first]
    {
      first -= 1
    }
    return Run(
      positions: first..<window.positions.upperBound, warmUp: window.positions.lowerBound - first)
  }

  struct Run {
    let positions: Range<Int>
    /// How many of them are before the window.
    let warmUp: Int
  }

  /// These data with another number of rows that warm the state up.
  package func warmingUp(_ rows: Int) -> Dataset {
    var dataset = self
    dataset.schema = schema.warmingUp(rows)
    return dataset
  }

  /// How many of a window's steps in `batch` only warm the state up.
  package func warmUpSteps(_ part: Part, index: Int) -> Int { run(part, index).warmUp }

  // MARK: - For training

  /// Splits the table, learns the schema from the training part and prepares all parts.
  public init(table: Table, task: TaskDefinition) throws(DataError) {
    if let flaw = task.flaw { throw DataError(.badTask(reason: flaw), file: table.name) }
    let notes = task.notes(asFilledFrom: table)
    var task = task.filled(from: table)
    if table.space != nil, let what = task.notFromCache {
      throw DataError(.notFromCache(what: what), file: table.name)
    }
    let preparation = Preparation(task)
    let table = try table.prepared(for: task)
    task.sequence = preparation.sequenceColumn(task.sequence)
    let roles = try ColumnRoles(table: table, task: task, added: preparation.ownInputs)
    let order = try RowOrder(table: table, sequence: roles.sequence) { row in
      task.missing != .drop || !roles.inputs.contains { $0.isMissing(row) }
    }
    let horizon = roles.kind == .forecast ? task.horizon : 0
    let plan = try PartPlan(
      order: order, task: task, horizon: horizon, table: table,
      classes: roles.isClassification ? roles.targets.first : nil)
    let times = try roles.time.map { column throws(DataError) in
      try StepTimes(column: column, order: order, table: table)
    }
    var learner = SchemaLearner(table: table, task: task, roles: roles, order: order, segments: plan.train)
    let schema = try learner.learn(times: times)
    var encoder = SeriesEncoder(table: table, schema: schema, order: order, segments: plan.segments)
    let whole = try Self.encode(&encoder, times: times)

    (series, windows, stretches, trailing) = Self.cut(whole, plan: plan, task: task, schema: schema)
    targetRows = try TargetRows(table: table, order: order, schema: schema, hasTargets: true)
    self.schema = schema
    inputWidth = schema.inputWidth
    leak =
      plan.isByWindows
      ? "overlapping windows were assigned to parts at random, so that test rows were trained on too" : nil
    rowCount = table.rowCount
    warnings =
      table.warnings + notes + roles.warnings
      + OrderNotes(table: table, order: order, roles: roles).all + plan.warnings
      + Self.droppedWarning(order, table) + learner.warnings + encoder.warnings
    let parts = Part.allCases.map { PartTargets($0, dataset: self) }
    if parts[0].isEmpty { throw DataError(.noTrainingTargets, file: table.name) }
    self.schema.naive = try naiveKnowledge(parts[0])
    warnings += TargetNotes(schema: schema, table: table, parts: parts).all
    warnings += inputNotes
  }

  /// The data in the parts of a run: older versions did not keep the classes' shares in them.
  ///
  /// - Parameter fingerprint: the run's; nil: there is none, and the parts are today's.
  package init(table: Table, task: TaskDefinition, fingerprint: String?) throws(DataError) {
    try self.init(table: table, task: task)
    guard let fingerprint, schema.isClassification, fingerprint != self.fingerprint else { return }
    var older = task
    older.isStratified = false
    let other = try Dataset(table: table, task: older)
    if other.fingerprint == fingerprint { self = other }
  }

  /// What a naive answer may know of the targets.
  private func naiveKnowledge(_ training: PartTargets) throws(DataError) -> NaiveKnowledge {
    var naive = NaiveKnowledge(of: training.all, areClasses: schema.hasAccuracy)
    if schema.kind == .forecast { naive.season = try evidentSeason() }
    return naive
  }

  private static func cut(
    _ series: Series, plan: PartPlan, task: TaskDefinition, schema: DataSchema
  ) -> (Series, windows: [Part: WindowList], stretches: [Part: [Segment]], trailing: Int) {
    var (plan, series, horizon) = (plan, series, schema.horizon)
    if task.dropRows > 0 {
      let segments = plan.segments
      let dropping = RowDropping(
        share: task.dropRows, segments: segments, horizon: horizon, positionCount: series.elapsed.count,
        seed: task.shuffle ?? 1)
      series = dropping.series(series, segments: segments)
      plan.train = dropping.segments(plan.train)
      plan.validation = dropping.segments(plan.validation)
      plan.test = dropping.segments(plan.test)
      // Rows that are only targets are no longer in the series.
      horizon = 0
    }
    let cutter = WindowCutter(window: schema.window, stride: task.stride, horizon: horizon)
    let windows = cutter.windows(of: plan, split: task.split, shuffle: task.shuffle)
    let stretches = [Part.train: plan.train, .validation: plan.validation, .test: plan.test]
    return (series, windows, stretches, horizon)
  }

  private static func droppedWarning(_ order: RowOrder, _ table: Table) -> [String] {
    let dropped = table.rowCount - order.rows.count
    guard dropped > 0 else { return [] }
    let rows = "\(counted(dropped, "row")) of \(table.rowCount) lack an input and are left out"
    guard !order.lost.isEmpty else { return [rows] }
    let count = order.lost.count
    let whole =
      "\(counted(count, "sequence")) of \(count + order.ranges.count) \(count == 1 ? "has" : "have")"
    return [
      rows,
      "\(whole) no row with all inputs, and \(count == 1 ? "is" : "are") lost: \(listed(order.lost, limit: 5))",
    ]
  }

  /// - Parameter hasTargets: whether the table has the columns of the targets; if not, no target counts.
  private static func encode(
    _ encoder: inout SeriesEncoder, times: StepTimes?, hasTargets: Bool = true
  ) throws(DataError) -> Series {
    let inputs = try encoder.encodeInputs()
    let targets = try hasTargets ? encoder.encodeTargets() : encoder.noTargets()
    let positions = encoder.order.rows.count
    let space = encoder.table.space
    let elapsed: Stored<Float>
    if let times {
      elapsed = try times.elapsed(in: ElapsedScale(encoder.schema), space)
    } else {
      elapsed = try StoredBuilder(repeating: 1, count: positions, in: space).finished()
    }
    return Series(
      order: encoder.order, places: RowList(count: positions), inputs: inputs, elapsed: elapsed,
      targets: targets.values, weights: targets.weights,
      unknown: encoder.unknown)
  }

  // MARK: - For evaluation

  /// Prepares a table for an existing model: the schema is applied unchanged, and all rows are in the test part.
  ///
  /// The table must have the columns that the model was trained on. Categories and classes that were not in the
  /// training part give a warning: all channels of such a category are 0, and such a class does not count.
  ///
  /// - Parameters:
  ///   - hasTargets: whether outputs are compared with targets; if not, the table needs none.
  ///   - inWindows: whether sequences are cut into windows as in training. A network starts each window with a zero
  ///     state.
  public init(
    evaluating table: Table, schema: DataSchema, hasTargets: Bool = true, inWindows: Bool = true
  ) throws(DataError) {
    let schema = try schema.checked(source: schema.taskName)
    let table = try (schema.preparation ?? .none).applied(
      to: table, time: schema.time?.column, sequence: schema.sequence,
      classes: schema.isClassification ? schema.targetColumns : [])
    let sequence = try schema.sequence.map { name throws(DataError) in
      try table.column(named: name, role: "sequence")
    }
    let inputs = try schema.inputs.map { input throws(DataError) in
      try table.column(named: input.column, role: "input")
    }
    let order = try RowOrder(table: table, sequence: sequence) { row in
      schema.missing != .drop || !inputs.contains { $0.isMissing(row) }
    }
    let plan = try PartPlan(evaluating: order, horizon: schema.horizon, table: table)
    let times = try schema.time.map { time throws(DataError) in
      let column = try table.column(named: time.column, role: "time")
      guard column.isNumeric != time.isDate else {
        let expected = time.isDate ? "dates" : "numbers"
        throw DataError(
          .wrongKind(expected: expected, found: column.kindName), file: table.name, column: column.name)
      }
      return try StepTimes(column: column, order: order, table: table)
    }
    var encoder = SeriesEncoder(table: table, schema: schema, order: order, segments: plan.test)
    series = try Self.encode(&encoder, times: times, hasTargets: hasTargets)
    windows = [
      .test: WindowList(
        cutting: plan.test, length: inWindows ? schema.window : nil, horizon: schema.horizon, .adjoining)
    ]
    stretches = [.test: plan.test]
    trailing = schema.horizon
    targetRows = try TargetRows(table: table, order: order, schema: schema, hasTargets: hasTargets)
    self.schema = schema
    inputWidth = schema.inputWidth
    leak = nil
    rowCount = table.rowCount
    warnings = table.warnings + plan.warnings + Self.droppedWarning(order, table) + encoder.warnings
    // Last steps alone cannot be told from those of classes that the model does not know.
    guard hasTargets, schema.targetSteps == .all else { return }
    warnings += TargetNotes(schema: schema, table: table, parts: []).missing
  }

  /// These data with the windows of some parts as the test part: without overlap, so that each row is there once.
  ///
  /// Windows that were assigned to parts at random stay as they are, unless all parts are chosen.
  ///
  /// - Parameter inWindows: whether stretches are cut into windows as in training.
  package func evaluating(_ parts: [Part], inWindows: Bool = true) -> Dataset {
    let isMixed = leak != nil
    var chosen: [(window: Segment, part: Part?)] = []
    for part in parts {
      if isMixed, parts.count == 1 {
        chosen += windows[part]?.map { ($0, part) } ?? []
      } else {
        let windows = WindowList(
          cutting: stretches[part] ?? [], length: inWindows ? schema.window : nil, horizon: trailing,
          .adjoining)
        chosen += windows.map { ($0, isMixed ? nil : part) }
      }
    }
    var evaluated = Dataset(self, series: series, test: chosen.map(\.window), targetRows: targetRows)
    evaluated.chosenParts = chosen.map(\.part)
    return evaluated
  }

  /// These data with other test windows.
  ///
  /// - Parameters:
  ///   - series: begins with the old one.
  ///   - targetRows: nil where targets were changed.
  init(_ other: Dataset, series: Series, test: [Segment], targetRows: TargetRows? = nil) {
    schema = other.schema
    inputWidth = other.inputWidth
    warnings = other.warnings
    rowCount = other.rowCount
    leak = other.leak
    stretches = other.stretches
    trailing = other.trailing
    self.series = series
    self.targetRows = targetRows
    var windows = other.windows
    windows[.test] = WindowList(test)
    self.windows = windows
  }
}
