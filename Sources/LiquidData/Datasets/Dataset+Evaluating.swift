extension Dataset {
  /// Prepares a table for a model that exists: the schema is applied unchanged and every row is in the test
  /// part.
  ///
  /// The table must have the columns the model was trained on. Categories and classes that training did not
  /// see are a warning: the first have all their channels at 0, the second do not count.
  ///
  /// - Parameter hasTargets: whether there is something to compare outputs with; without it the table needs no
  ///   targets, and none counts.
  /// - Parameter inWindows: whether sequences are cut as they were in training; each window is a sequence of its own,
  ///   which a network enters with a zero state.
  public init(
    evaluating table: Table, schema: DataSchema, hasTargets: Bool = true, inWindows: Bool = true
  ) throws(DataError) {
    let table = try (schema.preparation ?? .none).applied(
      to: table, time: schema.time?.column, sequence: schema.sequence,
      classes: schema.isClassification ? schema.targets.map(\.column) : [])
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
    samples = [
      .test: plan.test.flatMap {
        $0.adjoiningWindows(length: inWindows ? schema.window : nil, horizon: schema.horizon)
      }
    ]
    self.schema = schema
    leak = nil
    rowCount = table.rowCount
    warnings = table.warnings + plan.warnings + encoder.warnings
  }
}
