import Liquid

extension GRU {
  /// On the full wiring, every unit of it an output where none are said.
  static func full(_ inputs: Int, _ units: Int, outputs: Int? = nil, seed: UInt64 = 1) throws -> GRU {
    try GRU(
      wiring: .fullyConnected(inputs: inputs, units: units, outputs: outputs ?? units, seed: seed))
  }
}

extension LTC {
  static func full(_ inputs: Int, _ units: Int, outputs: Int, _ options: Options = .init()) throws -> LTC {
    try LTC(
      wiring: .fullyConnected(inputs: inputs, units: units, outputs: outputs, seed: 1), options: options)
  }
}

extension Model {
  /// With random parameters away from special values.
  static func random(_ cell: any Cell, seed: UInt64 = 1) -> Model {
    var (model, generator) = (Model(cell: cell, seed: seed), SeededGenerator(seed: seed))
    model.parameters = model.parameters.map { $0 + Float(generator.uniform(-0.3, 0.3)) }
    return model
  }

  /// The gradient of the mean squared error of a batch, and the error.
  func gradient(
    _ batch: SequenceBatch, threads: Int = 1, recomputeEvery: Int? = nil, dropoutSeed: UInt64? = nil
  ) throws -> (loss: Double, gradient: [Float]) {
    let engine = try GradientEngine(
      cell: cell, loss: .meanSquaredError, threads: threads, recomputeEvery: recomputeEvery)
    engine.dropoutSeed = dropoutSeed
    let loss = try engine.lossAndGradient(parameters: parameters, batch: batch)
    return (loss, engine.gradient)
  }
}
