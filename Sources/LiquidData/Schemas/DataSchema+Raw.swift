extension DataSchema {
  /// Columns as they are, for a network that says nothing about its data: whole sequences, nothing normalised,
  /// elapsed times in the time column's own unit (seconds for dates).
  ///
  /// - Parameters:
  ///   - inputs: nil: the first columns that are neither the time nor the sequence.
  ///   - targets: nil: the columns that are left, where there are as many as outputs.
  /// - Returns: the schema, and whether the table has the targets; without them they are called `output_0` and so
  ///   on.
  /// - Throws: `DataError` for unknown columns, and where their number is not the network's.
  public static func raw(
    table: Table, inputCount: Int, outputCount: Int, inputs: [String]?, targets: [String]?, time: String?,
    sequence: String?
  ) throws(DataError) -> (schema: DataSchema, hasTargets: Bool) {
    let free = table.columnNames.filter { $0 != time && $0 != sequence }
    guard inputs != nil || free.count >= inputCount else {
      throw DataError(
        .badTask(
          reason:
            "the network has \(counted(inputCount, "input")) and the table \(counted(free.count, "column"))"),
        file: table.name)
    }
    let inputs = inputs ?? Array(free.prefix(inputCount))
    let left = free.filter { !inputs.contains($0) }
    let found = targets ?? (left.count == outputCount ? left : nil)
    try check(inputs, count: inputCount, role: "input", table)
    if let found { try check(found, count: outputCount, role: "output", table) }
    let names = found ?? (0..<outputCount).map { "output_\($0)" }
    let schema = DataSchema(
      taskName: table.name, kind: .regression,
      inputs: inputs.map {
        Input(column: $0, levels: nil, isDate: false, hasMask: false, normalization: .none)
      },
      targets: names.map { Target(column: $0, normalization: .none) }, classes: [], sequence: sequence,
      time: try time.map { name throws(DataError) in try rawTime(name, table) }, window: nil, horizon: 0,
      missing: .forwardFill, chosenLoss: nil, classWeights: nil, chosenTargetSteps: nil,
      chosenMetric: nil, preparation: nil)
    return (schema, found != nil)
  }

  /// Whether everything is taken as it is, as by `raw`.
  var isRaw: Bool {
    (inputs.map(\.normalization) + targets.map(\.normalization)).allSatisfy { $0 == .none }
      && time?.medianStep ?? 1 == 1
  }

  private static func rawTime(_ name: String, _ table: Table) throws(DataError) -> Time {
    let column = try table.column(named: name, role: "time")
    return Time(
      column: name, isDate: !column.isNumeric, medianStep: 1,
      unit: column.isNumeric ? column.unit ?? "" : "s",
      unitLength: 1)
  }

  private static func check(
    _ names: [String], count: Int, role: String, _ table: Table
  ) throws(DataError) {
    for name in names { _ = try table.column(named: name, role: role == "output" ? "target" : role) }
    guard names.count == count else {
      throw DataError(
        .badTask(
          reason: "the network has \(counted(count, role)), and \(counted(names.count, "column")) are named"),
        file: table.name)
    }
  }
}
