import Text

/// Makes channels from raw values as the generated code does: what that is checked against.
package struct InterfaceEncoder: Sendable {
  private let interface: NetworkInterface
  /// Normalised, one for each number among the inputs.
  private var lastValues: [Float]
  /// One for each category; nil: none.
  private var lastLevels: [Int?]

  package init(_ interface: NetworkInterface) {
    self.interface = interface
    let numbers = interface.inputs.filter { if case .number = $0.kind { true } else { false } }.count
    let categories = interface.inputs.count - numbers
    lastValues = Array(repeating: 0, count: numbers)
    lastLevels = Array(repeating: nil, count: categories)
  }

  /// Whether a row lacks a value where such rows are left out.
  package func leavesOut(_ values: [Float]) -> Bool {
    interface.missing == .leftOut && !zip(interface.inputs, values).allSatisfy { $0.isKnown($1) }
  }

  /// The channels of the next row, `[width]`.
  package mutating func channels(_ values: [Float]) -> [Float] {
    var channels: [Float] = []
    var (number, category) = (0, 0)
    for (input, value) in zip(interface.inputs, values) {
      switch input.kind {
      case .number(let mean, let deviation, let hasMask):
        let isKnown = input.isKnown(value)
        if isKnown { lastValues[number] = normalized(value, mean, deviation) }
        channels.append(isKnown || interface.missing == .lastKnown ? lastValues[number] : 0)
        if hasMask { channels.append(isKnown ? 1 : 0) }
        number += 1
      case .category(let levels):
        if value.isFinite || interface.missing != .lastKnown {
          let isLevel = value >= 0 && value < Float(levels.count) && value == value.rounded()
          lastLevels[category] = isLevel ? Int(saturating: Double(value)) : nil
        }
        channels += levels.indices.map { $0 == lastLevels[category] ? 1 : 0 }
        category += 1
      case .index:
        if input.isKnown(value) || interface.missing != .lastKnown {
          lastLevels[category] = input.place(value)
        }
        channels.append(lastLevels[category].map { Float($0) } ?? -1)
        category += 1
      }
    }
    return channels
  }

  private func normalized(_ value: Float, _ mean: Double, _ deviation: Double) -> Float {
    guard mean != 0 || deviation != 1 else { return value }
    return Float(min(max((Double(value) - mean) / deviation, -1e6), 1e6))
  }
}
