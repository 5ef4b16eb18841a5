import LiquidData

/// Where a device's lines hold what its network saw and answered: `net.steering`, or `net.left` and `net.right` for classes.
struct DeviceColumns: Sendable, Hashable, Codable {
  /// What stands before the outputs' names, such as `net`.
  let device: String
  /// Of the outputs, `[outputs]`.
  let columns: [String]
  /// Whether the lines have `DataSchema.derivedInputs`, as exported code is given them, instead of the time that these are
  /// made of.
  let hasDerived: Bool

  /// - Parameter columns: of the device's lines.
  /// - Throws: where they do not have all inputs and outputs.
  init(schema: DataSchema, columns: [String]) throws(StreamTaskError) {
    let keys = schema.inputs.map(\.key)
    let derived = schema.derivedInputs
    hasDerived = !derived.isEmpty && derived.allSatisfy(columns.contains)
    let needed = hasDerived ? keys : Predictor.Input.all(of: schema).map(\.name)
    if let lacking = needed.first(where: { !columns.contains($0) }) {
      throw .noTrainedInput(lacking, columns: columns)
    }
    // An input's name may end as an output's does.
    let others = columns.filter { !keys.contains($0) }
    device = try Self.device(outputs: schema.outputNames, among: others, of: columns)
    self.columns = schema.outputNames.map { [device] in "\(device).\($0)" }
  }

  private static func device(
    outputs: [String], among others: [String], of columns: [String]
  ) throws(StreamTaskError) -> String {
    let devices = outputs.map { output in
      others.filter { $0.hasSuffix("." + output) }.map { String($0.dropLast(output.count + 1)) }
        .filter { !$0.isEmpty }
    }
    let all = devices.flatMap(\.self)
    if let whole = all.first(where: { device in devices.allSatisfy { $0.contains(device) } }) { return whole }
    guard let device = all.first,
      let lacking = outputs.first(where: { !columns.contains("\(device).\($0)") })
    else { throw .noDeviceOutput(outputs[0], columns: columns) }
    throw .otherDeviceOutputs(lacking: "\(device).\(lacking)", columns: columns)
  }

  /// The names that inputs, outputs and the time have, which say nothing else of a step.
  func taken(by schema: DataSchema) -> Set<String> {
    var taken = Set(columns + Predictor.Input.all(of: schema).map(\.name))
    taken.formUnion([schema.time?.column].compactMap(\.self))
    // A feature of the time between rows says what `elapsed` does.
    taken.formUnion(schema.inputs.map(\.key).filter { $0 != "elapsed" || !isElapsedFeature(of: schema) })
    return taken
  }

  private func isElapsedFeature(of schema: DataSchema) -> Bool {
    schema.preparation.map { $0.timeFeatures.contains(.elapsed) && $0.timeFeatureColumn == nil } ?? false
  }
}
