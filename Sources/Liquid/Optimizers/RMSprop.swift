/// RMSprop: v = alpha v + (1 - alpha) g^2, b = momentum b + g / (sqrt(v) + epsilon), p -= lr b.
///
/// Source: Hinton, "Neural networks for machine learning", lecture 6e, 2012; form and defaults as in
/// `torch.optim.RMSprop`, which is not centred.
package struct RMSprop: OptimizerRule {
  /// How much of the mean square is kept from step to step, as usual.
  package static let alpha = 0.99

  /// How much of the mean square is kept from step to step.
  package let alpha: Double
  package let epsilon: Float
  package let momentum: Float
  package let weightDecay: Float
  /// v and b above, `[parameters]`.
  package private(set) var meanSquare: [Float]
  package private(set) var velocity: [Float]

  package init(
    parameterCount: Int, alpha: Double = RMSprop.alpha, epsilon: Float = 1e-8, momentum: Float = 0,
    weightDecay: Float = 0
  ) {
    self.alpha = alpha
    self.epsilon = epsilon
    self.momentum = momentum
    self.weightDecay = weightDecay
    // Two arrays from the start: a shared one would be copied within the first step.
    meanSquare = Array(repeating: 0, count: parameterCount)
    velocity = Array(repeating: 0, count: parameterCount)
  }

  package var parameterCount: Int { meanSquare.count }

  private static let (squareName, velocityName) = ("mean_square", "velocity")

  package var state: OptimizerState {
    OptimizerState(vectors: [Self.squareName: meanSquare, Self.velocityName: velocity])
  }

  package mutating func restore(_ state: OptimizerState) throws(OptimizerStateError) {
    try state.check(
      [Self.squareName, Self.velocityName], squares: [Self.squareName], parameterCount: parameterCount)
    meanSquare.replaceSubrange(0..., with: state.vectors[Self.squareName] ?? [])
    velocity.replaceSubrange(0..., with: state.vectors[Self.velocityName] ?? [])
  }

  package mutating func advance() {}

  package mutating func update(
    _ range: Range<Int>, of parameters: inout [Float], gradient: [Float], learningRate: Float
  ) {
    let (keep, take) = (Float(alpha), Float(1 - alpha))
    for index in range {
      let slope = gradient[index] + weightDecay * parameters[index]
      meanSquare[index] = keep * meanSquare[index] + take * slope * slope
      velocity[index] = momentum * velocity[index] + slope / (meanSquare[index].squareRoot() + epsilon)
      parameters[index] -= learningRate * velocity[index]
    }
  }
}
