import LiquidData

/// The fields of a device's lines that hold its network's outputs: `net.steering`, or `net.left` and `net.right` for classes.
struct DeviceColumns: Sendable, Hashable, Codable {
  /// What stands before the outputs' names, such as `net`.
  let device: String
  /// `[outputs]`
  let columns: [String]

  /// - Parameter columns: of the device's lines.
  /// - Throws: where they do not have all outputs.
  init(outputs: [String], columns: [String]) throws(StreamTaskError) {
    let found = outputs.map { output in columns.filter { $0.hasSuffix("." + output) } }
    let devices = zip(outputs, found).map { output, columns in
      columns.map { String($0.dropLast(output.count + 1)) }.filter { !$0.isEmpty }
    }
    let all = devices.flatMap(\.self)
    let whole = all.first { device in devices.allSatisfy { $0.contains(device) } }
    guard let whole else {
      guard let device = all.first,
        let lacking = outputs.first(where: { !columns.contains("\(device).\($0)") })
      else { throw .noDeviceOutput(outputs[0], columns: columns) }
      throw .otherDeviceOutputs(lacking: "\(device).\(lacking)", columns: columns)
    }
    device = whole
    self.columns = outputs.map { "\(whole).\($0)" }
  }
}
