/// What an optimiser step is made of: a model, its gradient engine and an optimiser.
///
/// It decides nothing: whether a step is to be taken is up to `Trainer` or to the program's own training.
package final class StepMaker {
  package var model: Model
  package let engine: GradientEngine
  package private(set) var optimizer: Optimizer
  /// The parameters before the newest step.
  package private(set) var lastGood: [Float]
  /// That of the last `differentiate`, clipped.
  private var gradient: [Float]
  /// Draws what is dropped, with the number of a step.
  private let dropoutSeed: UInt64

  /// - Parameters:
  ///   - rateFactors: factors of the learning rate by the tensor's name; 0 freezes a tensor.
  ///   - dropoutSeed: of networks with dropout.
  ///   - processes: those that share the work and make the same steps; nil: this one does all of it.
  /// - Throws: `NetworkError` or `OptimizerError` where an option lies outside of what is allowed.
  package init(
    model: Model, loss: Loss, optimizer options: OptimizerOptions, rateFactors: [String: Double],
    threads: Int, recomputeEvery: Int?, dropoutSeed: UInt64, processes: (any GradientExchange)? = nil
  ) throws {
    self.dropoutSeed = dropoutSeed
    optimizer = try Optimizer(options, layout: model.network.layout, rateFactors: rateFactors)
    engine = try GradientEngine(
      cell: model.network, loss: loss, threads: threads, recomputeEvery: recomputeEvery,
      processes: processes)
    self.model = model
    lastGood = model.parameters
    gradient = engine.gradient
  }

  /// The loss and the norm of the gradient on a batch that is known to fit. The gradient is scaled down to a norm of at
  /// most `clip`.
  ///
  /// - Parameter step: of the training; another one drops other channels.
  package func differentiate(_ batch: SequenceBatch, clip: Double?, step: Int) -> (loss: Double, norm: Double)
  {
    engine.dropoutSeed = dropoutSeed &+ UInt64(bitPattern: Int64(step)) &* 0xD134_2543_DE82_EF95
    let loss = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
    gradient.replaceSubrange(0..., with: engine.gradient)
    optimizer.clearFrozen(&gradient)
    return (loss, clipGlobalNorm(&gradient, to: clip.map { Float($0) }))
  }

  /// Moves the parameters against the gradient.
  package func update(learningRate: Float) {
    lastGood.replaceSubrange(0..., with: model.parameters)
    optimizer.step(unchecked: &model, gradient: gradient, learningRate: learningRate)
  }

  /// Goes back to the parameters before the newest step.
  package func undo() { model.parameters.replaceSubrange(0..., with: lastGood) }

  /// Continues where a maker with the same options and layout stood.
  package func restore(
    _ state: OptimizerState, parameters: [Float], lastGood: [Float]
  ) throws(OptimizerStateError) {
    try optimizer.restore(state)
    model.parameters = parameters
    self.lastGood = lastGood
  }
}
