/// Gradient descent with momentum: b = momentum b + g, p -= lr b; with Nesterov's momentum p -= lr (g + momentum b).
///
/// Source: Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013, in the
/// form of `torch.optim.SGD`.
public struct SGD: OptimizerRule {
  /// How much of the velocity is kept from step to step: 0 for none, below 1.
  public let momentum: Float
  public let isNesterov: Bool
  public let weightDecay: Float
  /// b above, `[parameters]`.
  public private(set) var velocity: [Float]

  public init(
    parameterCount: Int, momentum: Float = 0, isNesterov: Bool = false, weightDecay: Float = 0
  ) {
    precondition(momentum > 0 || !isNesterov, "Nesterov's momentum of \(momentum)")
    self.momentum = momentum
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
    velocity = Array(repeating: 0, count: parameterCount)
  }

  public var parameterCount: Int { velocity.count }

  private static let velocityName = "velocity"

  public var state: OptimizerState { OptimizerState(vectors: [Self.velocityName: velocity]) }

  public mutating func restore(_ state: OptimizerState) throws(OptimizerStateError) {
    try state.check([Self.velocityName], parameterCount: parameterCount)
    velocity.replaceSubrange(0..., with: state.vectors[Self.velocityName] ?? [])
  }

  public mutating func advance() {}

  public mutating func update(
    _ range: Range<Int>, of parameters: inout [Float], gradient: [Float], learningRate: Float
  ) {
    for index in range {
      let slope = gradient[index] + weightDecay * parameters[index]
      velocity[index] = momentum * velocity[index] + slope
      let direction = isNesterov ? slope + momentum * velocity[index] : velocity[index]
      parameters[index] -= learningRate * direction
    }
  }
}
