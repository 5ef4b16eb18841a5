extension Dataset {
  /// Splits the table, learns the schema from the training part and prepares all parts.
  public init(table: Table, task: TaskDefinition) throws(DataError) {
    if let flaw = task.flaw { throw DataError(.badTask(reason: flaw), file: table.name) }
    let preparation = Preparation(task)
    let table = try preparation.applied(
      to: table, time: task.time, sequence: task.sequence,
      classes: task.kind == .classification ? task.targets ?? [] : [])
    let roles = try ColumnRoles(table: table, task: task, added: preparation.addedColumns)
    let order = try RowOrder(table: table, sequence: roles.sequence) { row in
      task.missing != .drop || !roles.inputs.contains { $0.isMissing(row) }
    }
    let horizon = roles.kind == .forecast ? task.horizon : 0
    let plan = try PartPlan(order: order, task: task, horizon: horizon, table: table)
    let times = try roles.time.map { column throws(DataError) in
      try StepTimes(column: column, order: order, table: table)
    }
    var learner = SchemaLearner(table: table, task: task, roles: roles, order: order, segments: plan.train)
    let schema = try learner.learn(times: times)
    var encoder = SeriesEncoder(table: table, schema: schema, order: order, segments: plan.segments)
    let whole = try Self.encode(&encoder, times: times)

    (series, samples) = Self.cut(whole, plan: plan, task: task, schema: schema)
    self.schema = schema
    leak =
      plan.isByWindows
      ? "overlapping windows were dealt out at random, so that what is tested was trained on, too" : nil
    rowCount = table.rowCount
    warnings =
      table.warnings + roles.warnings + plan.warnings + Self.droppedWarning(order, table) + learner.warnings
      + encoder.warnings
  }

  private static func cut(
    _ series: Series, plan: PartPlan, task: TaskDefinition, schema: DataSchema
  ) -> (Series, [Part: [Segment]]) {
    var (plan, series, horizon) = (plan, series, schema.horizon)
    if task.thinning > 0 {
      let segments = plan.segments
      let thinning = Thinning(
        share: task.thinning, segments: segments, horizon: horizon, positionCount: series.elapsed.count,
        seed: task.shuffle ?? 1)
      series = thinning.series(series, segments: segments)
      plan.train = thinning.segments(plan.train)
      plan.validation = thinning.segments(plan.validation)
      plan.test = thinning.segments(plan.test)
      // The rows that are targets only are gone.
      horizon = 0
    }
    let cutter = SampleCutter(window: schema.window, stride: task.stride, horizon: horizon)
    return (series, cutter.samples(of: plan, split: task.split, shuffle: task.shuffle))
  }

  private static func droppedWarning(_ order: RowOrder, _ table: Table) -> [String] {
    let dropped = table.rowCount - order.rows.count
    return dropped > 0
      ? ["\(counted(dropped, "row")) of \(table.rowCount) lack an input and are left out"] : []
  }

  /// - Parameter hasTargets: whether the table has the targets' columns; else none of them counts.
  static func encode(
    _ encoder: inout SeriesEncoder, times: StepTimes?, hasTargets: Bool = true
  ) throws(DataError) -> Series {
    let inputs = try encoder.encodeInputs()
    let targets = hasTargets ? try encoder.encodeTargets() : encoder.noTargets()
    let positions = encoder.order.rows.count
    let elapsed =
      times.map { $0.elapsed(medianStep: encoder.schema.isRaw ? nil : encoder.schema.time?.medianStep) }
      ?? [Float](repeating: 1, count: positions)
    return Series(
      order: encoder.order, places: Array(0..<positions), inputs: inputs, elapsed: elapsed,
      targets: targets.values, weights: targets.weights)
  }
}
