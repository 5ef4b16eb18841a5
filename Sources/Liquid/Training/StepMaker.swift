/// What an optimiser step is made of: a model, its gradient engine, and an optimiser with its factors.
///
/// It decides nothing: whether a step is to be taken is up to `Trainer` or to the program's own training.
package final class StepMaker {
  package var model: Model
  package private(set) var optimizer: ChosenRule
  package let engine: GradientEngine
  private let rateFactors: RateFactors
  /// That of the last `differentiate`, clipped.
  private var gradient: [Float]

  /// - Parameter rateFactors: factors of the learning rate by the tensor's name; 0 freezes a tensor.
  package init(
    model: Model, loss: Loss, optimizer options: OptimizerOptions, rateFactors: [String: Double],
    threads: Int, recomputeEvery: Int?
  ) throws {
    try options.validate()
    self.model = model
    engine = try GradientEngine(
      cell: model.network, loss: loss, threads: threads, recomputeEvery: recomputeEvery)
    self.rateFactors = try RateFactors(rateFactors, layout: model.network.layout)
    optimizer = ChosenRule(options, parameterCount: model.parameterCount)
    gradient = engine.gradient
  }

  /// The loss and the norm of the gradient on a batch that is known to fit. The gradient is scaled down to a norm of at
  /// most `clip`.
  package func differentiate(_ batch: SequenceBatch, clip: Double?) -> (loss: Double, norm: Double) {
    let loss = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
    gradient.replaceSubrange(0..., with: engine.gradient)
    rateFactors.clearFrozen(&gradient, layout: model.network.layout)
    return (loss, clipGlobalNorm(&gradient, to: clip.map { Float($0) }))
  }

  /// Moves the parameters against the gradient.
  package func update(learningRate: Float) {
    optimizer.step(
      parameters: &model.parameters, gradient: gradient, learningRate: learningRate,
      layout: model.network.layout, factors: rateFactors)
  }

  /// Continues from the state of an optimiser with the same options.
  package func restore(_ state: OptimizerState) throws(OptimizerStateError) {
    try optimizer.restore(state)
  }
}
