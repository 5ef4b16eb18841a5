import Liquid

/// Counts what training steps allocate: loss, gradient, clipping and the optimiser.
final class TrainingCount {
  private let trainer: Trainer
  private let loss: Loss
  private let cell: any Cell

  init(model: Model, loss: Loss, threads: Int) throws {
    trainer = try Trainer(model: model, loss: loss, learningRate: 0.001, threads: threads)
    self.loss = loss
    cell = model.cell
  }

  /// What each of several steps allocates, after the first ones, sorted.
  func run(sequences: Int, steps: Int) throws -> [Int64] {
    let batch = batch(sequences: sequences, steps: steps)
    for _ in 0..<3 { try trainer.step(batch) }
    return try (0..<9).map { _ in try blocks { try trainer.step(batch) } }.sorted()
  }

  private func batch(sequences: Int, steps: Int) -> SequenceBatch {
    var generator = SeededGenerator(seed: 3)
    let (width, rows) = (cell.wiring.inputs, sequences * steps)
    let targetWidth = loss == .crossEntropy ? 1 : cell.outputWidth
    // A target that every loss takes.
    let targets = [Float](repeating: 1, count: rows * targetWidth)
    return SequenceBatch(
      unchecked: sequences, steps: steps, inputWidth: width, targetWidth: targetWidth,
      lengths: (0..<sequences).map { 1 + (steps - 1) * (1 + $0 % 3) / 3 },
      inputs: generator.numbers(rows * width), elapsed: Array(repeating: 0.5, count: rows), targets: targets,
      targetWeights: Array(repeating: 1, count: targets.count))
  }
}
