extension Dataset {
  /// Splits the table, learns the schema from the training part and prepares all parts.
  public init(table: Table, task: TaskDefinition) throws(DataError) {
    if let flaw = task.flaw { throw DataError(.badTask(reason: flaw), file: table.name) }
    let roles = try ColumnRoles(table: table, task: task)
    let order = try RowOrder(table: table, sequence: roles.sequence)
    let horizon = roles.kind == .forecast ? task.horizon : 0
    let plan = try PartPlan(order: order, split: task.split, horizon: horizon, table: table)
    let times = try roles.time.map { column throws(DataError) in
      try StepTimes(column: column, order: order, table: table)
    }
    var learner = SchemaLearner(table: table, task: task, roles: roles, order: order, segments: plan.train)
    let schema = try learner.learn(times: times)
    var encoder = SeriesEncoder(
      table: table, schema: schema, order: order, segments: plan.train + plan.validation + plan.test)

    series = try Self.encode(&encoder, times: times)
    samples = [
      .train: plan.train.flatMap {
        $0.overlappingWindows(length: schema.window, stride: task.stride, horizon: horizon)
      },
      .validation: plan.validation.flatMap { $0.adjoiningWindows(length: schema.window, horizon: horizon) },
      .test: plan.test.flatMap { $0.adjoiningWindows(length: schema.window, horizon: horizon) },
    ]
    self.schema = schema
    rowCount = table.rowCount
    warnings = table.warnings + roles.warnings + plan.warnings + learner.warnings + encoder.warnings
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
      order: encoder.order, inputs: inputs, elapsed: elapsed, targets: targets.values,
      weights: targets.weights)
  }
}
