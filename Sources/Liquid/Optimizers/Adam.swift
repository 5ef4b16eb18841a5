/// Adam with bias correction: p -= lr m / (sqrt(v) + epsilon), m and v the corrected running means of g and g^2.
///
/// Source: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1; defaults as in
/// `torch.optim.Adam`.
package struct Adam: OptimizerRule {
  /// How much of the running means is kept from step to step, as usual.
  package static let (beta1, beta2) = (0.9, 0.999)

  package let weightDecay: Float
  private var moments: AdamMoments

  package init(
    parameterCount: Int, beta1: Double = Adam.beta1, beta2: Double = Adam.beta2, epsilon: Float = 1e-8,
    weightDecay: Float = 0
  ) {
    self.weightDecay = weightDecay
    moments = AdamMoments(parameterCount: parameterCount, beta1: beta1, beta2: beta2, epsilon: epsilon)
  }

  package var parameterCount: Int { moments.first.count }

  /// Steps taken.
  package var count: Int { moments.count }
  /// The running means of the gradient and of its square, `[parameters]`.
  package var first: [Float] { moments.first }
  package var second: [Float] { moments.second }

  package var state: OptimizerState { moments.state }

  package mutating func restore(_ state: OptimizerState) throws(OptimizerStateError) {
    try moments.restore(state)
  }

  package mutating func advance() { moments.advance() }

  package mutating func update(
    _ range: Range<Int>, of parameters: inout [Float], gradient: [Float], learningRate: Float
  ) {
    moments.update(
      range, of: &parameters, gradient: gradient, learningRate: learningRate, decay: weightDecay)
  }
}

/// Adam whose weight decay does not go through the running means: p -= lr weightDecay p before Adam's step.
///
/// Source: Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2; defaults as in
/// `torch.optim.AdamW`.
package struct AdamW: OptimizerRule {
  package static let standardWeightDecay: Float = 0.01

  package let weightDecay: Float
  private var moments: AdamMoments

  package init(
    parameterCount: Int, beta1: Double = Adam.beta1, beta2: Double = Adam.beta2, epsilon: Float = 1e-8,
    weightDecay: Float = standardWeightDecay
  ) {
    self.weightDecay = weightDecay
    moments = AdamMoments(parameterCount: parameterCount, beta1: beta1, beta2: beta2, epsilon: epsilon)
  }

  package var parameterCount: Int { moments.first.count }

  package var state: OptimizerState { moments.state }

  package mutating func restore(_ state: OptimizerState) throws(OptimizerStateError) {
    try moments.restore(state)
  }

  package mutating func advance() { moments.advance() }

  package mutating func update(
    _ range: Range<Int>, of parameters: inout [Float], gradient: [Float], learningRate: Float
  ) {
    let keep = 1 - learningRate * weightDecay
    for index in range { parameters[index] *= keep }
    moments.update(range, of: &parameters, gradient: gradient, learningRate: learningRate, decay: 0)
  }
}

/// Running means of the gradient and of its square, with their bias correction: what Adam and AdamW share.
///
/// Source: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1.
package struct AdamMoments: Sendable, Hashable {
  package let beta1: Double
  package let beta2: Double
  package let epsilon: Float
  /// Steps taken.
  package private(set) var count = 0
  /// The means of the gradient and of its square, `[parameters]`.
  package private(set) var first: [Float]
  package private(set) var second: [Float]

  init(parameterCount: Int, beta1: Double, beta2: Double, epsilon: Float) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    // Two arrays from the start: a shared one would be copied within the first step.
    first = Array(repeating: 0, count: parameterCount)
    second = Array(repeating: 0, count: parameterCount)
  }

  mutating func advance() { count += 1 }

  private static let (firstName, secondName) = ("mean", "mean_square")

  var state: OptimizerState {
    OptimizerState(count: count, vectors: [Self.firstName: first, Self.secondName: second])
  }

  mutating func restore(_ state: OptimizerState) throws(OptimizerStateError) {
    try state.check(
      [Self.firstName, Self.secondName], squares: [Self.secondName], parameterCount: first.count)
    count = state.count
    first.replaceSubrange(0..., with: state.vectors[Self.firstName] ?? [])
    second.replaceSubrange(0..., with: state.vectors[Self.secondName] ?? [])
  }

  /// Subtracts lr m / (sqrt(v) + epsilon), m and v the corrected means of g = gradient + `decay` p.
  mutating func update(
    _ range: Range<Int>, of parameters: inout [Float], gradient: [Float], learningRate: Float, decay: Float
  ) {
    let rate = learningRate / Float(1 - power(beta1, count))
    let scale = Float(1 / (1 - power(beta2, count)))
    // 1 - beta is taken in Double: in Float it would lose half its digits.
    let (keep1, take1) = (Float(beta1), Float(1 - beta1))
    let (keep2, take2) = (Float(beta2), Float(1 - beta2))
    for index in range {
      let slope = gradient[index] + decay * parameters[index]
      first[index] = keep1 * first[index] + take1 * slope
      second[index] = keep2 * second[index] + take2 * slope * slope
      parameters[index] -= rate * first[index] / ((second[index] * scale).squareRoot() + epsilon)
    }
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, factor, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }
}
