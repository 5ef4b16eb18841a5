/// How an optimiser moves parameters against their gradient: a value with all the state that a run needs to continue.
///
/// Weights in formulas: p a parameter, g its gradient, lr its learning rate. A weight decay other than AdamW's adds
/// `weightDecay` p to g, as in `torch.optim`.
package protocol OptimizerRule: Sendable, Hashable {
  /// Called at the beginning of each step.
  mutating func advance()

  /// Moves some parameters, in place. The elements outside of `range` stay as they are.
  mutating func update(
    _ range: Range<Int>, of parameters: inout [Float], gradient: [Float], learningRate: Float)

  /// The number of parameters that it has state for.
  var parameterCount: Int { get }

  /// Everything that changes from step to step.
  var state: OptimizerState { get }

  /// Continues from a state that an optimiser of this kind and size had; what is not one leaves it as it is.
  mutating func restore(_ state: OptimizerState) throws(OptimizerStateError)
}

extension OptimizerRule {
  /// Moves all parameters, in place, then onto their constraints. A tensor with the factor 0 stays as it is, bit for
  /// bit. Allocates nothing.
  ///
  /// - Parameters:
  ///   - gradient: `[layout.count]`, as `parameters`.
  ///   - factors: the factor of each tensor's learning rate.
  package mutating func step(
    parameters: inout [Float], gradient: [Float], learningRate: Float, layout: ParameterLayout,
    factors: RateFactors = .uniform
  ) {
    precondition(
      parameters.count == parameterCount && gradient.count == parameterCount,
      "\(parameters.count) parameters and \(gradient.count) gradients, not \(parameterCount)")
    advance()
    for index in layout.entries.indices {
      let factor = factors[entry: index]
      if factor == 0 { continue }
      update(
        layout.entries[index].range, of: &parameters, gradient: gradient, learningRate: learningRate * factor)
      layout.entries[index].project(&parameters)
    }
  }
}

/// One of the rules with its state: what a training run holds, and what a saved run needs to continue with the same
/// bits.
package enum ChosenRule: Sendable, Hashable {
  case adam(Adam)
  case adamW(AdamW)
  case sgd(SGD)
  case rmsProp(RMSprop)

  /// - Parameter forgetting: what the rule's decay rates lack to those that it has by itself, at least 0 and below 1.
  package init(_ options: OptimizerOptions, parameterCount: Int, forgetting: Double = 0) {
    let kept = 1 - forgetting
    let (momentum, decay) = (Float(options.momentum * kept), options.weightDecay.map { Float($0) })
    self =
      switch options.kind {
      case .adam:
        .adam(
          Adam(
            parameterCount: parameterCount, beta1: Adam.beta1 * kept, beta2: Adam.beta2 * kept,
            weightDecay: decay ?? 0))
      case .adamW:
        .adamW(
          AdamW(
            parameterCount: parameterCount, beta1: Adam.beta1 * kept, beta2: Adam.beta2 * kept,
            weightDecay: decay ?? AdamW.standardWeightDecay))
      case .sgd:
        .sgd(
          SGD(
            parameterCount: parameterCount, momentum: momentum,
            isNesterov: options.isNesterov && momentum > 0,
            weightDecay: decay ?? 0))
      case .rmsProp:
        .rmsProp(
          RMSprop(
            parameterCount: parameterCount, alpha: RMSprop.alpha * kept, momentum: momentum,
            weightDecay: decay ?? 0))
      }
  }

  /// Moves the parameters against the gradient, in place, then onto their constraints; see
  /// `OptimizerRule.step(parameters:gradient:learningRate:layout:factors:)`.
  package mutating func step(
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
  package var state: OptimizerState {
    switch self {
    case .adam(let rule): rule.state
    case .adamW(let rule): rule.state
    case .sgd(let rule): rule.state
    case .rmsProp(let rule): rule.state
    }
  }

  /// Continues from the state of an optimiser with the same options and parameters.
  ///
  /// - Throws: where it cannot be the state of such an optimiser, which then stays as it is.
  package mutating func restore(_ state: OptimizerState) throws(OptimizerStateError) {
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

  private static let empty = ChosenRule.sgd(SGD(parameterCount: 0))
}
