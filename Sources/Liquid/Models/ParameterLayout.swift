import Text

/// Where each named tensor lies in a model's flat parameter vector.
public struct ParameterLayout: Sendable, Hashable {
  /// What an optimiser step must leave true of a tensor.
  public enum Constraint: String, Sendable, Hashable, Codable {
    case none
    /// Values below 0 are set to 0 after each optimiser step.
    case nonNegative
    /// Values below `positiveFloor` are set to it after each optimiser step.
    case positive

    /// The smallest value of a positive tensor.
    public static let positiveFloor: Float = 1e-4
  }

  /// One tensor.
  public struct Entry: Sendable, Hashable {
    /// Such as `gleak`.
    public let name: String
    /// Its lengths, outermost first.
    public let shape: [Int]
    /// The tensor's elements in the flat vector, row-major.
    public let range: Range<Int>
    /// What an optimiser step leaves true of it.
    public let constraint: Constraint
  }

  /// The tensors in the order of the flat vector.
  public private(set) var entries: [Entry] = []

  /// The length of the flat vector.
  public var count: Int { entries.last?.range.upperBound ?? 0 }

  package init() {}

  /// Adds a tensor after the others.
  package mutating func append(_ name: String, shape: [Int], constraint: Constraint = .none) {
    precondition(!entries.contains { $0.name == name }, "two tensors are named \(name)")
    let size = shape.reduce(1, *)
    entries.append(Entry(name: name, shape: shape, range: count..<(count + size), constraint: constraint))
  }

  /// The elements of a tensor, by its name among `entries`.
  public subscript(_ name: String) -> Range<Int> {
    guard let entry = entries.first(where: { $0.name == name }) else {
      fail(
        "there is no tensor \(name.quoted); the network has \(entries.map(\.name).joined(separator: ", "))")
    }
    return entry.range
  }
}

extension ParameterLayout {
  /// Moves every parameter to the nearest value that its constraint allows.
  package func project(_ parameters: inout [Float]) {
    for entry in entries { entry.project(&parameters) }
  }
}

extension ParameterLayout.Entry {
  /// Moves the tensor's elements to the nearest values that its constraint allows.
  func project(_ parameters: inout [Float]) {
    switch constraint {
    case .none: return
    case .nonNegative: for index in range where parameters[index] < 0 { parameters[index] = 0 }
    case .positive:
      let floor = ParameterLayout.Constraint.positiveFloor
      for index in range where parameters[index] < floor { parameters[index] = floor }
    }
  }
}

extension ParameterLayout.Constraint {
  /// Whether a value is one that training could have left.
  package func allows(_ value: Float) -> Bool {
    switch self {
    case .none: true
    case .nonNegative: value >= 0
    case .positive: value > 0
    }
  }
}
