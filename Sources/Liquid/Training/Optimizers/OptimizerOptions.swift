/// Which optimiser, and its numbers; everything else is as in `torch.optim`.
public struct OptimizerOptions: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case adam
    case adamW = "adamw"
    case sgd
    case rmsProp = "rmsprop"
  }

  public var kind: Kind
  /// For `sgd` and `rmsProp`, at least 0 and below 1.
  public var momentum: Double
  /// For `sgd` with a momentum.
  public var isNesterov: Bool
  /// Nil: the optimiser's own, 0.01 for AdamW and 0 for the others.
  public var weightDecay: Double?

  public init(
    _ kind: Kind = .adam, momentum: Double = 0, isNesterov: Bool = false, weightDecay: Double? = nil
  ) {
    self.kind = kind
    self.momentum = momentum
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
  }
}
