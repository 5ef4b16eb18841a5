/// Gradient descent with momentum: b = momentum b + g, p -= lr b; with Nesterov's momentum p -= lr (g + momentum b).
///
/// Source: Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013, in the
/// form of `torch.optim.SGD`.
package struct SGD: OptimizerRule {
  /// How much of the velocity is kept from step to step: 0 for none, below 1.
  package let momentum: Float
  package let isNesterov: Bool
  package let weightDecay: Float
  /// b above, `[parameters]`.
  package private(set) var velocity: [Float]

  package init(
    parameterCount: Int, momentum: Float = 0, isNesterov: Bool = false, weightDecay: Float = 0
  ) {
    precondition(momentum > 0 || !isNesterov, "Nesterov's momentum of \(momentum)")
    self.momentum = momentum
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
    velocity = Array(repeating: 0, count: parameterCount)
  }

  package var parameterCount: Int { velocity.count }

  private static let velocityName = "velocity"

  package var state: OptimizerState { OptimizerState(vectors: [Self.velocityName: velocity]) }

  package mutating func restore(_ state: OptimizerState) throws(OptimizerStateError) {
    try state.check([Self.velocityName], parameterCount: parameterCount)
    velocity.replaceSubrange(0..., with: state.vectors[Self.velocityName] ?? [])
  }

  package mutating func advance() {}

  package mutating func update(
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
