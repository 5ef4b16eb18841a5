import Foundation
import Liquid

/// Forecasts the next row of one channel from the last rows of all: a liquid network whose sensory synapses are penalised
/// in groups, one group a channel.
///
/// The network is one step of a CfC from rest, without a backbone, so that a channel reaches it through its own synapses
/// alone; what it remembers is in the lags that it sees. The mean squared error E is minimised with the group lasso, in
/// the form whose strength does not depend on the noise:
///
///     sqrt(E) + penalty sum_k |w_k| + ridge / 2 |w|^2,   w_k: the sensory synapses of channel k, but for the target's own
///
/// and the parameters are kept that are best on rows that are not trained on.
/// Sources: Yuan and Lin, "Model selection and estimation in regression with grouped variables" (2006); Belloni et al.,
/// "Square-root lasso" (2011); Tank et al., "Neural Granger causality" (2022), for one network per target.
struct TargetForecaster: Sendable {
  /// How it is trained.
  struct Settings: Sendable, Hashable {
    var units = 12
    var steps = 800
    var batchRows = 256
    var learningRate = 0.005
    var penalty = 0.02
    var ridge = 0.002
  }

  let target: Int
  private let model: Model

  /// - Parameters:
  ///   - sources: the channels that it may see.
  ///   - rows: those that it is trained on.
  ///   - goesOn: asked before each step; false ends the training.
  init(
    target: Int, sources: [Int], lagged: LaggedRows, rows: [Int], settings: Settings, seed: UInt64,
    goesOn: () -> Bool
  ) throws {
    self.target = target
    let wiring = try Wiring.fullyConnected(
      inputs: lagged.width, units: settings.units, outputs: settings.units, seed: seed)
    let cell = try CfC(
      wiring: wiring,
      options: .init(backboneLayers: 0, inputMap: .none, outputMap: .none, projection: 1))
    let engine = try GradientEngine(cell: cell, loss: .meanSquaredError)
    let penalty = SourcePenalty(cell: cell, lagged: lagged, sources: sources, target: target)
    var start = Model(cell: cell, seed: seed)
    start[parameter: "readout_w"] = ArraySlice(repeating: 0, count: settings.units)
    penalty.removeOthers(from: &start.parameters)
    let batch = lagged.batch(
      rows, inputs: lagged.inputs(of: rows), targets: rows.map { Float(lagged.values[target][$0]) })
    model = try Self.train(
      start, on: batch, engine: engine, penalty: penalty, settings: settings, seed: seed, goesOn: goesOn)
  }

  /// Steps between two looks at the rows that are not trained on.
  private static let checkEvery = 20

  private static func train(
    _ start: Model, on batch: SequenceBatch, engine: GradientEngine, penalty: SourcePenalty,
    settings: Settings, seed: UInt64, goesOn: () -> Bool
  ) throws -> Model {
    var generator = SeededGenerator(seed: seed)
    let (trained, checked) = parts(batch.count, offset: generator.integer(below: 5))
    let check = batch.selecting(checked)
    var optimizer = try Optimizer(.adam, layout: start.cell.layout)
    var (model, best, least) = (start, start, engine.error(of: start, on: check))
    var order: [Int] = []
    for step in 1...max(settings.steps, 1) {
      guard goesOn() else { break }
      if order.count < min(settings.batchRows, trained.count) {
        order = trained
        order.shuffle(using: &generator)
      }
      let part = batch.selecting(Array(order.suffix(settings.batchRows)))
      order.removeLast(part.count)
      let loss = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: part)
      let rate = settings.learningRate * (1 + cos(.pi * Double(step - 1) / Double(settings.steps))) / 2
      // The gradient of the squared error is that of its root times 2 sqrt(E), which Adam does not notice.
      let gradient = penalty.gradient(
        engine.gradient, at: model.parameters, strength: 2 * loss.squareRoot(), settings: settings)
      optimizer.step(unchecked: &model, gradient: gradient, learningRate: Float(rate))
      penalty.removeOthers(from: &model.parameters)
      if step % checkEvery == 0 {
        let error = engine.error(of: model, on: check)
        if error < least { (best, least) = (model, error) }
      }
    }
    return best
  }

  /// Five parts of the rows, in stretches: four to train on and one to choose by.
  private static func parts(_ count: Int, offset: Int) -> (trained: [Int], checked: [Int]) {
    let stretch = max(1, count / 20)
    let isChecked = (0..<count).map { ($0 / stretch + offset) % 5 == 0 }
    return ((0..<count).filter { !isChecked[$0] }, (0..<count).filter { isChecked[$0] })
  }

  /// The forecasts of a batch's rows.
  func forecasts(_ batch: SequenceBatch) -> [Double] {
    guard let engine = try? GradientEngine(cell: model.network, loss: .meanSquaredError) else {
      preconditionFailure("one thread is always allowed")
    }
    return engine.outputs(uncheckedParameters: model.parameters, batch: batch).map { Double($0) }
  }
}

extension GradientEngine {
  /// The mean squared error; infinite where it is not a number.
  fileprivate func error(of model: Model, on batch: SequenceBatch) -> Double {
    let outputs = outputs(uncheckedParameters: model.parameters, batch: batch)
    var sum = 0.0
    for (output, target) in zip(outputs, batch.targets) {
      sum += Double((output - target) * (output - target))
    }
    return sum.isNaN ? .infinity : sum / Double(max(outputs.count, 1))
  }
}

/// The penalty on a forecaster's sensory synapses.
private struct SourcePenalty {
  /// The parameters of each channel that is penalised.
  private let groups: [[Int]]
  /// Those of the channels that it may not see.
  private let others: [Int]

  init(cell: CfC, lagged: LaggedRows, sources: [Int], target: Int) {
    let (neurons, inputs) = (cell.wiring.neurons, cell.wiring.inputs)
    let heads = cell.layout.entries.filter { $0.shape == [neurons, inputs + neurons] }
    func synapses(_ channel: Int) -> [Int] {
      heads.flatMap { head in
        (0..<neurons).flatMap { neuron -> Range<Int> in
          let first = head.range.lowerBound + neuron * (inputs + neurons) + channel * lagged.lags
          return first..<(first + lagged.lags)
        }
      }
    }
    groups = sources.filter { $0 != target }.map(synapses)
    others = (0..<lagged.channels).filter { !sources.contains($0) }.flatMap(synapses)
  }

  func removeOthers(from parameters: inout [Float]) {
    for index in others { parameters[index] = 0 }
  }

  /// The gradient with that of the penalty.
  func gradient(
    _ gradient: [Float], at parameters: [Float], strength: Double, settings: TargetForecaster.Settings
  ) -> [Float] {
    let ridge = Float(strength * settings.ridge)
    var sum = zip(gradient, parameters).map { $0 + ridge * $1 }
    for group in groups {
      let squares = group.reduce(0) { $0 + Double(parameters[$1] * parameters[$1]) }
      let factor = Float(strength * settings.penalty / (squares + 1e-8).squareRoot())
      for index in group { sum[index] += factor * parameters[index] }
    }
    return sum
  }
}
