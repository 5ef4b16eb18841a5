import Liquid
import LiquidData

extension LearningOptions {
  /// Refuses what would silently do nothing.
  ///
  /// - Parameters:
  ///   - kind: the task's, nil where the targets decide.
  ///   - split: shares of the data.
  func check(kind: TaskDefinition.Kind?, split: Split) throws(UsageError.Cause) {
    try checkLoss(kind: kind)
    try checkOptimizer()
    try checkSchedule()
    if patience != nil, split.validation == 0 {
      throw .needs(option: "--patience", other: "a validation part in --split")
    }
  }

  private func checkLoss(kind: TaskDefinition.Kind?) throws(UsageError.Cause) {
    if let loss, let kind, kind != .forecast {
      let fits = (loss == .crossEntropy) == (kind == .classification)
      guard fits else {
        throw .clash(option: "--loss \(loss.rawValue)", other: "--kind \(kind.rawValue)")
      }
    }
    if huberDelta != nil, loss != .huber { throw .needs(option: "--huber-delta", other: "--loss huber") }
    guard classWeights != .none else { return }
    if kind == .regression { throw .needs(option: "--class-weights", other: "--kind classification") }
    if let loss, loss != .crossEntropy {
      throw .needs(option: "--class-weights", other: "--loss cross-entropy")
    }
  }

  private func checkOptimizer() throws(UsageError.Cause) {
    if momentum != nil, optimizer != .sgd, optimizer != .rmsProp {
      throw .needs(option: "--momentum", other: "--optimizer sgd or rmsprop")
    }
    guard isNesterov else { return }
    if optimizer != .sgd { throw .needs(option: "--nesterov", other: "--optimizer sgd") }
    if momentum ?? 0 == 0 { throw .needs(option: "--nesterov", other: "a --momentum above 0") }
  }

  private func checkSchedule() throws(UsageError.Cause) {
    if schedule != .step {
      if decayEvery != nil { throw .needs(option: "--decay-every", other: "--schedule step") }
      if decayFactor != nil { throw .needs(option: "--decay-factor", other: "--schedule step") }
    } else if decayEvery == nil {
      throw .needs(option: "--schedule step", other: "--decay-every")
    }
    if finalFactor != nil, schedule != .cosine {
      throw .needs(option: "--final-factor", other: "--schedule cosine")
    }
  }
}
