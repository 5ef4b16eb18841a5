/// What training makes small, per step of a sequence, averaged over all targets that count by their weights.
public enum Loss: Sendable, Hashable {
  /// (output - target)^2.
  case meanSquaredError
  /// |output - target|.
  case meanAbsoluteError
  /// Half the squared error up to `delta`, above it `delta` (|error| - `delta` / 2).
  case huber(delta: Double)
  /// -log softmax(outputs)[class]; a step has one target, the class's index.
  case crossEntropy
  /// -log of the probability of the target, 0 or 1, where an output is the logit of a 1.
  case binaryCrossEntropy

  /// A loss without its numbers; the raw value is its name in files and on the command line.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case meanSquaredError = "mse"
    case meanAbsoluteError = "mae"
    case huber
    case crossEntropy = "cross-entropy"
    case binaryCrossEntropy = "binary-cross-entropy"
  }

  /// Where a Huber loss turns from a parabola into lines, if nothing else is said.
  public static let standardDelta = 1.0

  /// - Parameter delta: for `huber`, finite and above 0.
  public init(_ kind: Kind, delta: Double = standardDelta) {
    precondition(delta.isFinite && delta > 0, "a Huber loss with delta \(delta)")
    switch kind {
    case .meanSquaredError: self = .meanSquaredError
    case .meanAbsoluteError: self = .meanAbsoluteError
    case .huber: self = .huber(delta: delta)
    case .crossEntropy: self = .crossEntropy
    case .binaryCrossEntropy: self = .binaryCrossEntropy
    }
  }

  public var kind: Kind {
    switch self {
    case .meanSquaredError: .meanSquaredError
    case .meanAbsoluteError: .meanAbsoluteError
    case .huber: .huber
    case .crossEntropy: .crossEntropy
    case .binaryCrossEntropy: .binaryCrossEntropy
    }
  }

  /// Such as `mse`.
  public var name: String { kind.rawValue }
}

extension Loss: CaseIterable {
  public static let allCases = Kind.allCases.map { Loss($0) }
}
