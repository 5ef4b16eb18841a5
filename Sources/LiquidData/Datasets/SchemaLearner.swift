import Liquid
import Text

/// Learns a schema from the rows of the training part.
struct SchemaLearner {
  let table: Table
  let task: TaskDefinition
  let roles: ColumnRoles
  let order: RowOrder
  /// The training part.
  let segments: [Segment]
  private(set) var warnings: [String] = []
  private var warned: Set<String> = []

  init(table: Table, task: TaskDefinition, roles: ColumnRoles, order: RowOrder, segments: [Segment]) {
    self.table = table
    self.task = task
    self.roles = roles
    self.order = order
    self.segments = segments
  }

  mutating func learn(times: StepTimes?) throws(DataError) -> DataSchema {
    var inputs: [DataSchema.Input] = []
    let horizons = horizons
    let knownAhead = roles.kind == .forecast ? Set(task.columnsKnownAhead) : []
    for column in roles.inputs {
      let input = try learnInput(column)
      inputs += knownAhead.contains(column.name) ? horizons.map { input.known(ahead: $0) } : [input]
    }
    var targets: [DataSchema.Target] = []
    for column in roles.targets {
      let target = try learnTarget(column)
      targets += horizons.count > 1 ? horizons.map { target.ahead(by: $0) } : [target]
    }
    if roles.isClassification, horizons.count > 1 {
      throw DataError(.badTask(reason: "classes are forecast for one horizon"), file: table.name)
    }
    let classes = try roles.isClassification ? learnClasses() : []
    let preparation = Preparation(task)
    let window = task.window ?? ([nil, Table.pieceColumn].contains(roles.sequence?.name) ? 32 : nil)
    let schema = DataSchema(
      taskName: task.name.sanitized, kind: roles.kind, inputs: inputs, targets: targets, classes: classes,
      sequence: roles.sequence?.name, time: learnTime(times),
      window: window, horizon: horizon, missing: task.missing, chosenLoss: task.loss,
      classWeights: try learnClassWeights(classes, window: window),
      chosenTargetSteps: task.targetSteps == .all ? nil : task.targetSteps,
      chosenWarmUp: task.warmUp > 0 ? task.warmUp : nil, chosenMetric: task.metric,
      preparation: preparation == .none ? nil : preparation,
      reading: table.reading.isEmpty ? nil : table.reading)
    if let objection = schema.metricObjection {
      throw DataError(.badTask(reason: objection), file: table.name)
    }
    return schema
  }

  /// Derived columns that are not scaled.
  private var scaledColumns: Set<String> {
    Set(task.timeFeatures.filter(\.isScaled).flatMap(\.columnNames))
  }

  /// All rows ahead that are forecast; empty without a forecast.
  private var horizons: [Int] { horizon > 0 ? Array((task.firstHorizon ?? horizon)...horizon) : [] }

  private var horizon: Int { roles.kind == .forecast ? task.horizon : 0 }

  /// The rows of the training part.
  private var rows: some Sequence<Int> {
    segments.lazy.flatMap { segment in order.rows[segment.positions] }
  }

  private mutating func learnInput(_ column: Table.Column) throws(DataError) -> DataSchema.Input {
    if case .text(let codes, let levels) = column.values, let text = task.textColumn, text.name == column.name
    {
      let known = Vocabulary.learn(from: rows.lazy.map { codes[$0] }, levels: levels, tokens: text.tokens)
      return DataSchema.Input(column: column.name, levels: known, isIndexed: true, isTokens: true)
    }
    if case .text(let codes, let levels) = column.values, column.stray == nil {
      return try learnCategories(column, codes: codes, levels: levels)
    }
    let values = try column.numbersOrDates(in: table)
    let isDate = !column.isNumeric
    let hasGaps = rows.contains { values[$0].isNaN }
    let scaling = scaledColumns.contains(column.name) ? .none : task.scaling
    return DataSchema.Input(
      column: column.name, levels: nil, isDate: isDate, hasMask: hasGaps && task.missing.hasMask,
      normalization: learnNormalization(values, of: column, scaling))
  }

  private mutating func learnCategories(
    _ column: Table.Column, codes: Stored<Int32>, levels: [String]
  ) throws(DataError) -> DataSchema.Input {
    let present = Set(rows.lazy.map { codes[$0] }).filter { $0 >= 0 }.map { levels[Int($0)] }
    let limit = task.indexesCategories ? TextTokens.vocabularyLimit : ColumnRoles.levelLimit * 10
    guard present.count <= limit else {
      throw DataError(
        .tooManyLevels(count: present.count, limit: limit), file: table.name, column: column.name)
    }
    guard !present.isEmpty else { throw DataError(.noValues, file: table.name, column: column.name) }
    if present.count == 1 { warnUnchanging(column) }
    return DataSchema.Input(
      column: column.name, levels: present.sorted(), isIndexed: task.indexesCategories)
  }

  private mutating func learnTarget(_ column: Table.Column) throws(DataError) -> DataSchema.Target {
    if roles.isClassification { return DataSchema.Target(column: column.name, normalization: .none) }
    let values = try column.numbers(in: table)
    if task.loss == .binaryCrossEntropy {
      return DataSchema.Target(column: column.name, normalization: .none)
    }
    let normalization = learnNormalization(values, of: column, task.targetScaling)
    return DataSchema.Target(column: column.name, normalization: normalization)
  }

  private mutating func learnNormalization(
    _ values: Stored<Double>, of column: Table.Column, _ scaling: TaskDefinition.Scaling
  ) -> Normalization {
    var (lowest, highest) = (Double.infinity, -Double.infinity)
    for row in rows where !values[row].isNaN {
      lowest = min(lowest, values[row])
      highest = max(highest, values[row])
    }
    if lowest > highest {
      warn("the column '\(column.name)' has no values in the training part")
    } else if lowest == highest {
      warnUnchanging(column)
      return scaling == .none ? .none : Normalization(mean: lowest, deviation: 1)
    }
    switch scaling {
    case .standard: return Normalization(of: rows.lazy.map { values[$0] })
    case .range where highest > lowest && (highest - lowest).isFinite:
      return Normalization(mean: lowest, deviation: highest - lowest)
    case .robust: return Normalization(robustlyOf: rows.lazy.map { values[$0] }.filter { !$0.isNaN })
    case .range, .none: return .none
    }
  }

  /// The classes of the whole table in order, so that a rare class has its output even if the training part lacks it.
  private mutating func learnClasses() throws(DataError) -> [String] {
    guard let target = roles.targets.first else { return [] }
    let (codes, known) = try target.categories()
    // Of a text those tokens that it has: padding is none of them, nor is a byte that never occurs.
    let used = task.tokens != nil && target.name == task.text ? Set(codes) : nil
    let present = known.indices.filter { used?.contains(Int32($0)) ?? true }
    let names = present.map { known[$0] }
    if names.count == 1 {
      throw DataError(.oneClass(name: names[0].displayed), file: table.name, column: target.name)
    }
    guard names.count <= ColumnRoles.classLimit else {
      let limit = ColumnRoles.classLimit
      throw DataError(
        used == nil
          ? .tooManyLevels(count: names.count, limit: limit)
          : .tooManyTokens(count: names.count, limit: limit),
        file: table.name, column: target.name)
    }
    let seen = Set(rows.lazy.map { codes[$0] })
    let unseen = present.filter { !seen.contains(Int32($0)) }.map { known[$0] }
    if !unseen.isEmpty {
      warn(
        "the training part has no row of \(counted(unseen.count, "target value")): "
          + listed(unseen, limit: 5)
      )
    }
    let numbers = names.compactMap { Double($0) }
    guard numbers.count == names.count else { return names.sorted() }
    return zip(numbers, names).sorted { $0 < $1 }.map(\.1)
  }

  private mutating func learnTime(_ times: StepTimes?) -> DataSchema.Time? {
    guard let column = roles.time, let times else { return nil }
    let median = times.median(in: segments)
    if median == nil { warn("the time column '\(column.name)' never advances in the training part") }
    let step = median ?? 1
    let isInSeconds = !column.isNumeric || column.unit == "s"
    let unit = isInSeconds ? TimeUnit(seconds: step) : TimeUnit(columnName: column.name)
    return DataSchema.Time(
      column: column.name, isDate: !column.isNumeric, medianStep: step, unit: unit.name,
      unitLength: unit.length, start: times.start)
  }

  private mutating func warnUnchanging(_ column: Table.Column) {
    warn("the column '\(column.name)' never changes in the training part")
  }

  /// Adds a warning once, even if a column is both input and target.
  private mutating func warn(_ text: String) {
    if warned.insert(text).inserted { warnings.append(text) }
  }

  // MARK: - Class weights

  /// A weight for each class, as the task says; nil if all weigh the same.
  private func learnClassWeights(_ classes: [String], window: Int?) throws(DataError) -> [Float]? {
    switch task.classWeights {
    case .none: return nil
    case .balanced: return try balancedWeights(classes, of: weightedTarget(), window: window)
    case .given(let weights):
      let target = try weightedTarget()
      if let name = weights.keys.filter({ !classes.contains($0) }).min() {
        throw DataError(.unknownClass(name: name, known: classes), file: table.name, column: target.name)
      }
      return classes.map { Float(weights[$0] ?? 1) }
    }
  }

  private func weightedTarget() throws(DataError) -> Table.Column {
    guard roles.isClassification, let target = roles.targets.first else {
      throw DataError(.weightsWithoutClasses, file: table.name, column: roles.targets.first?.name)
    }
    return target
  }

  /// Counts each target that counts once, however many windows it is in; if only last steps count, counts windows
  /// instead. A class that the training part lacks gets 1.
  private func balancedWeights(
    _ classes: [String], of target: Table.Column, window: Int?
  ) throws(DataError) -> [Float] {
    let (codes, names) = try target.categories()
    var countOfCode = [Double](repeating: 0, count: names.count)
    for range in countingPositions(window: window) {
      for position in range {
        let code = codes[order.rows[position + horizon]]
        if code >= 0 { countOfCode[Int(code)] += 1 }
      }
    }
    let known = names.indices.filter { countOfCode[$0] > 0 }
    let counts = Dictionary(known.map { (names[$0], countOfCode[$0]) }, uniquingKeysWith: +)
    let mean = counts.values.reduce(0, +) / Double(max(1, counts.count))
    return classes.map { name in counts[name].map { Float(mean / $0) } ?? 1 }
  }

  private func countingPositions(window: Int?) -> [Range<Int>] {
    guard task.targetSteps?.isOne == true else { return segments.map { $0.usable(horizon: horizon) } }
    return WindowList(
      cutting: segments, length: window, horizon: horizon, .overlapping(stride: task.stride)
    ).map { $0.positions.upperBound - 1..<$0.positions.upperBound }
  }
}
