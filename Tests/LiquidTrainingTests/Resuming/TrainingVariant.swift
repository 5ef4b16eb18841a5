import Liquid
import LiquidData
import LiquidTraining
import Telemetry
import Testing

/// One way to train: every cell, optimiser and schedule is in some of them.
struct TrainingVariant: Sendable, CustomTestStringConvertible {
  enum Network: Sendable {
    case ltc, ltcWithMemory, cfc, wiredCfC, lstm, gru, ctrnn, node, ctgru
  }

  var network: Network
  var optimizer: OptimizerOptions
  var schedule = LearningRateSchedule.constant
  var patience: Int?
  var hasClasses = false
  var rateFactors: [String: Double] = [:]
  var perturbations: [Perturbation] = []
  var batchSize = 32
  var learningRate = 0.01
  var selection = TrainingConfiguration.Selection.loss
  var conditions: [TestCondition] = []

  var testDescription: String { "\(network), \(optimizer.kind.rawValue)" }

  static let all: [TrainingVariant] = [
    .init(
      network: .ltc, optimizer: .init(.adam),
      schedule: .init(unchecked: .cosine(finalFactor: 0.1), warmupSteps: 5)),
    .init(network: .ltcWithMemory, optimizer: .init(.adamW), hasClasses: true),
    .init(
      network: .cfc, optimizer: .init(.rmsProp, momentum: 0.5),
      schedule: .init(unchecked: .step(every: 4, factor: 0.7), warmupSteps: 0)),
    .init(
      network: .wiredCfC, optimizer: .init(.sgd, momentum: 0.9, isNesterov: true),
      perturbations: [
        Perturbation(kind: .noise, channel: 0, magnitude: 0.5, probability: 0.7),
        Perturbation(kind: .holdLast, channel: 1, magnitude: 0.2),
      ]),
    .init(network: .lstm, optimizer: .init(.adam), patience: 2, learningRate: 0.3),
    .init(network: .gru, optimizer: .init(.sgd), batchSize: 7),
    .init(network: .ctrnn, optimizer: .init(.rmsProp), batchSize: 512),
    .init(network: .node, optimizer: .init(.adam, weightDecay: 0.01), patience: 1),
    .init(
      network: .ctgru, optimizer: .init(.adamW), hasClasses: true,
      perturbations: [Perturbation(kind: .pulse, channel: 1, magnitude: 2)]),
    .init(network: .ltc, optimizer: .init(.adam), rateFactors: ["sigma": 0, "w": 0.5]),
    .init(
      network: .gru, optimizer: .init(.adam), patience: 1, hasClasses: true, learningRate: 0.1,
      selection: .metric,
      conditions: [TestCondition(.drop, level: 0.3), TestCondition(.horizon, level: 2)]),
  ]

  /// - Parameter threads: which must make no difference.
  func plan(epochs: Int, threads: Int = 1) throws -> TrainingPlan {
    var plan = try SineTask.plan(epochs: epochs)
    let dataset = try SineTask.dataset(classes: hasClasses)
    plan.model = Model(cell: try cell(outputs: dataset.outputWidth), seed: 4)
    plan.configuration = TrainingConfiguration(
      epochs: epochs, batchSize: batchSize, learningRate: learningRate, seed: 3, threads: threads,
      optimizer: optimizer, schedule: schedule, rateFactors: rateFactors, patience: patience,
      selection: selection)
    plan.conditions = conditions
    plan.provider = DatasetProvider(dataset, plan.configuration)
    plan.description.plannedSteps = plan.provider.plannedSteps
    return plan
  }

  private func cell(outputs: Int) throws -> any NetworkCell {
    let sparse = try Wiring.autoNCP(inputs: 2, units: 12, outputs: outputs, seed: 1)
    let full = try Wiring.fullyConnected(inputs: 2, units: 12, outputs: outputs, seed: 1)
    switch network {
    case .ltc: return try LTC(wiring: sparse, options: .init())
    case .ltcWithMemory:
      var options = LTC.Options()
      options.mixedMemory = true
      return try LTC(wiring: sparse, options: options)
    case .cfc: return try CfC(wiring: full, options: CfC.Options(backboneUnits: 16))
    case .wiredCfC: return try CfC(wiring: sparse, options: CfC.Options())
    case .lstm: return try LSTM(wiring: full)
    case .gru: return try GRU(wiring: full)
    case .ctrnn: return try CTRNN(wiring: full, options: .init())
    case .node: return try NeuralODE(wiring: full, options: .init())
    case .ctgru: return try CTGRU(wiring: full)
    }
  }
}
