/// Adam with bias correction: p -= lr m / (sqrt(v) + epsilon), m and v the corrected running means of g and g^2.
///
/// Source: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1; defaults as in
/// `torch.optim.Adam`.
public struct Adam: OptimizerRule {
  public let weightDecay: Float
  private var moments: AdamMoments

  public init(
    parameterCount: Int, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = 0
  ) {
    self.weightDecay = weightDecay
    moments = AdamMoments(parameterCount: parameterCount, beta1: beta1, beta2: beta2, epsilon: epsilon)
  }

  public var parameterCount: Int { moments.first.count }

  /// Steps taken.
  public var count: Int { moments.count }
  /// The running means of the gradient and of its square, `[parameters]`.
  public var first: [Float] { moments.first }
  public var second: [Float] { moments.second }

  public var state: OptimizerState { moments.state }

  public mutating func restore(_ state: OptimizerState) throws(OptimizerStateError) {
    try moments.restore(state)
  }

  public mutating func advance() { moments.advance() }

  public mutating func update(
    _ range: Range<Int>, of parameters: inout [Float], gradient: [Float], learningRate: Float
  ) {
    moments.update(
      range, of: &parameters, gradient: gradient, learningRate: learningRate, decay: weightDecay)
  }
}
