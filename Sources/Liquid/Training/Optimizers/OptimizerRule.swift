/// How an optimiser moves parameters against their gradient: a value with all the state that a run needs to go on.
///
/// Weights in formulas: p a parameter, g its gradient, lr its learning rate. A weight decay other than AdamW's adds
/// `weightDecay` p to g, as in `torch.optim`.
public protocol OptimizerRule: Sendable, Hashable {
  /// Notes that a step begins.
  mutating func advance()

  /// Moves some parameters, in place. The elements outside of `range` are left alone.
  mutating func update(
    _ range: Range<Int>, of parameters: inout [Float], gradient: [Float], learningRate: Float)

  /// The number of parameters that it has state for.
  var parameterCount: Int { get }

  /// Everything that changes from step to step.
  var state: OptimizerState { get }

  /// Goes on from a state that an optimiser of this kind and size had; what is not one leaves it as it is.
  mutating func restore(_ state: OptimizerState) throws(OptimizerStateError)
}

extension OptimizerRule {
  /// Moves all parameters, in place, then onto their constraints. A tensor with the factor 0 stays as it is, bit for
  /// bit. Allocates nothing.
  ///
  /// - Parameters:
  ///   - gradient: `[layout.count]`, as `parameters`.
  ///   - factors: what the learning rate of each tensor is multiplied with.
  public mutating func step(
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
