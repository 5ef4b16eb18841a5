import Liquid

/// Counts what training steps allocate: loss, gradient, clipping and the optimiser.
final class TrainingCount {
  private let engine: GradientEngine
  private let loss: Loss
  private var model: Model
  private var adam: Adam

  init(model: Model, loss: Loss, threads: Int) {
    self.model = model
    self.loss = loss
    engine = try GradientEngine(cell: model.cell, loss: loss, threads: threads)
    adam = Adam(parameterCount: model.parameterCount)
  }

  /// What each of several steps allocates, after the first ones, sorted.
  func run(sequences: Int, steps: Int) -> [Int64] {
    let batch = batch(sequences: sequences, steps: steps)
    for _ in 0..<3 { step(batch) }
    return (0..<9).map { _ in blocks { step(batch) } }.sorted()
  }

  private func step(_ batch: SequenceBatch) {
    let value = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
    precondition(value.isFinite, "the loss is \(value)")
    adam.step(
      parameters: &model.parameters, gradient: engine.gradient, learningRate: 0.001, layout: model.cell.layout
    )
  }

  private func batch(sequences: Int, steps: Int) -> SequenceBatch {
    var generator = SeededGenerator(seed: 3)
    let (width, rows) = (model.cell.wiring.inputs, sequences * steps)
    let targetWidth = loss == .crossEntropy ? 1 : model.cell.outputWidth
    // A target that every loss takes.
    let targets = [Float](repeating: 1, count: rows * targetWidth)
    return SequenceBatch(
      unchecked: sequences, steps: steps, inputWidth: width, targetWidth: targetWidth,
      lengths: (0..<sequences).map { 1 + (steps - 1) * (1 + $0 % 3) / 3 },
      inputs: generator.numbers(rows * width), elapsed: Array(repeating: 0.5, count: rows), targets: targets,
      targetWeights: Array(repeating: 1, count: targets.count))
  }
}
