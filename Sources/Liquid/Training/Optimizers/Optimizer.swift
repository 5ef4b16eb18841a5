/// An optimiser with its state: what a training run holds, and what a saved run needs to go on with the same bits.
public enum Optimizer: Sendable, Hashable {
  case adam(Adam)
  case adamW(AdamW)
  case sgd(SGD)
  case rmsProp(RMSprop)

  public init(_ options: OptimizerOptions, parameterCount: Int) {
    let (momentum, decay) = (Float(options.momentum), options.weightDecay.map { Float($0) })
    self =
      switch options.kind {
      case .adam: .adam(Adam(parameterCount: parameterCount, weightDecay: decay ?? 0))
      case .adamW:
        .adamW(AdamW(parameterCount: parameterCount, weightDecay: decay ?? AdamW.standardWeightDecay))
      case .sgd:
        .sgd(
          SGD(
            parameterCount: parameterCount, momentum: momentum, isNesterov: options.isNesterov,
            weightDecay: decay ?? 0))
      case .rmsProp:
        .rmsProp(RMSprop(parameterCount: parameterCount, momentum: momentum, weightDecay: decay ?? 0))
      }
  }

  /// Moves the parameters against the gradient, in place, then onto their constraints; see
  /// `OptimizerRule.step(parameters:gradient:learningRate:layout:factors:)`.
  public mutating func step(
    parameters: inout [Float], gradient: [Float], learningRate: Float, layout: ParameterLayout,
    factors: RateFactors = .uniform
  ) {
    func move(_ rule: inout some OptimizerRule) {
      rule.step(
        parameters: &parameters, gradient: gradient, learningRate: learningRate, layout: layout,
        factors: factors)
    }
    // The state is taken out and put back: were it in two places, its arrays would be copied at every step.
    let taken = self
    self = Self.empty
    switch consume taken {
    case .adam(var rule):
      move(&rule)
      self = .adam(rule)
    case .adamW(var rule):
      move(&rule)
      self = .adamW(rule)
    case .sgd(var rule):
      move(&rule)
      self = .sgd(rule)
    case .rmsProp(var rule):
      move(&rule)
      self = .rmsProp(rule)
    }
  }

  /// Everything that changes from step to step.
  public var state: OptimizerState {
    switch self {
    case .adam(let rule): rule.state
    case .adamW(let rule): rule.state
    case .sgd(let rule): rule.state
    case .rmsProp(let rule): rule.state
    }
  }

  /// Goes on from the state of an optimiser with the same options and parameters.
  ///
  /// - Throws: where it cannot be the state of such an optimiser, which then stays as it is.
  public mutating func restore(_ state: OptimizerState) throws(OptimizerStateError) {
    switch self {
    case .adam(var rule):
      try rule.restore(state)
      self = .adam(rule)
    case .adamW(var rule):
      try rule.restore(state)
      self = .adamW(rule)
    case .sgd(var rule):
      try rule.restore(state)
      self = .sgd(rule)
    case .rmsProp(var rule):
      try rule.restore(state)
      self = .rmsProp(rule)
    }
  }

  private static let empty = Optimizer.sgd(SGD(parameterCount: 0))
}
