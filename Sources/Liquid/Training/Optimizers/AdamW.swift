/// Adam whose weight decay does not go through the running means: p -= lr weightDecay p before Adam's step.
///
/// Source: Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2; defaults as in
/// `torch.optim.AdamW`.
public struct AdamW: OptimizerRule {
  public static let standardWeightDecay: Float = 0.01

  public let weightDecay: Float
  private var moments: AdamMoments

  public init(
    parameterCount: Int, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = standardWeightDecay
  ) {
    self.weightDecay = weightDecay
    moments = AdamMoments(parameterCount: parameterCount, beta1: beta1, beta2: beta2, epsilon: epsilon)
  }

  public var parameterCount: Int { moments.first.count }

  public var state: OptimizerState { moments.state }

  public mutating func restore(_ state: OptimizerState) throws(OptimizerStateError) {
    try moments.restore(state)
  }

  public mutating func advance() { moments.advance() }

  public mutating func update(
    _ range: Range<Int>, of parameters: inout [Float], gradient: [Float], learningRate: Float
  ) {
    let keep = 1 - learningRate * weightDecay
    for index in range { parameters[index] *= keep }
    moments.update(range, of: &parameters, gradient: gradient, learningRate: learningRate, decay: 0)
  }
}
