import Liquid
import LiquidData

/// Measures what interventions do to a network's answers, by running it once more under each: paired roll-outs on the
/// same sequences.
///
///     let study = EffectStudy(model: model, batch: batch, loss: .meanSquaredError, threads: 2, seed: 1)
///     let effects = study.effects(of: study.targets, .mean)
///
/// Within the model: do(u = c) says what the network would answer, not what the world would do.
/// Sources: Pearl, "Causality", 2009; Mooij, Janzing and Schoelkopf, "From ordinary differential equations to structural
/// causal models", UAI 2013.
package final class EffectStudy {
  package let model: Model
  private let batch: SequenceBatch
  private let loss: Loss
  private let schema: DataSchema?
  private let threads: Int
  private let seed: UInt64
  private let units: EffectUnits
  /// The network as it is: `[count, steps, outputs]`.
  private let outputs: [Float]
  private let unitLosses: UnitLosses
  private let metric: Double?
  private let stand: StandIns
  private let includesSynapses: Bool

  /// - Parameters:
  ///   - batch: sequences with targets; a few thousand rows give intervals that are narrow enough.
  ///   - includesSynapses: whether synapses are among the targets, where they can be cut.
  ///   - schema: says what the task's metric is; nil: no metric is measured.
  package init(
    model: Model, batch: SequenceBatch, loss: Loss, includesSynapses: Bool = true, schema: DataSchema? = nil,
    threads: Int, seed: UInt64
  ) {
    self.model = model
    self.batch = batch
    self.loss = loss
    self.schema = schema
    self.threads = threads
    self.seed = seed
    units = EffectUnits(batch, seed: seed)
    let network = DisturbedNetwork(model: model)
    let outputs = network.outputs(batch)
    self.outputs = outputs
    unitLosses = UnitLosses(outputs, units: units, batch: batch, loss: loss, width: model.network.outputWidth)
    self.includesSynapses = includesSynapses && model.network.cutsSynapses
    stand = StandIns(model: model, batch: batch, includesSynapses: self.includesSynapses, seed: seed)
    metric = schema.flatMap { Self.metric($0, outputs, batch) }
  }

  /// All inputs, neurons and, where synapses can be cut, synapses.
  package var targets: [AblationTarget] {
    let wiring = model.network.wiring
    let synapses = includesSynapses ? 0..<wiring.synapseCount : 0..<0
    return (0..<wiring.inputs).map { .input($0) } + (0..<wiring.neurons).map { .neuron($0) }
      + synapses.map { .synapse($0) }
  }

  /// The effect of each target, in their order; the same bits for any number of threads.
  ///
  /// - Parameter kind: `resample` leaves synapses out.
  package func effects(of targets: [AblationTarget], _ kind: AblationKind) -> [Effect] {
    let targets = targets.filter { target in
      if case .synapse = target { kind != .resample } else { true }
    }
    let workers = min(threads, targets.count)
    let found = ResultSlots<Effect>(count: targets.count)
    forEachConcurrently(workers) { worker in
      let network = DisturbedNetwork(model: model)
      for index in stride(from: worker, to: targets.count, by: workers) {
        found[index] = effect(of: targets[index], kind, network)
      }
    }
    return found.values
  }

  private func effect(
    of target: AblationTarget, _ kind: AblationKind, _ network: DisturbedNetwork
  ) -> Effect {
    let changed = stand.outputs(under: target, kind, network, batch: batch)
    let width = model.network.outputWidth
    let losses = UnitLosses(changed, units: units, batch: batch, loss: loss, width: width)
    let (own, skill) = (losses.own.minus(unitLosses.own), losses.skill.minus(unitLosses.skill))
    return Effect(
      target: target, kind: kind,
      loss: BootstrapInterval(values: own, weights: losses.weights, seed: seed),
      skill: BootstrapInterval(values: skill, weights: losses.weights, seed: seed),
      outputs: rootMeanSquare(changed.minus(outputs), width: width),
      metric: schema.flatMap { schema in
        Self.metric(schema, changed, batch).flatMap { found in metric.map { found - $0 } }
      })
  }

  private func rootMeanSquare(_ change: [Float], width: Int) -> Double {
    var (sum, count) = (0.0, 0)
    for sequence in 0..<batch.count {
      let first = sequence * batch.steps * width
      for value in change[first..<first + batch.lengths[sequence] * width] {
        sum += Double(value) * Double(value)
        count += 1
      }
    }
    return count > 0 ? (sum / Double(count)).squareRoot() : 0
  }

  private static func metric(_ schema: DataSchema, _ outputs: [Float], _ batch: SequenceBatch) -> Double? {
    var metrics = MetricAccumulator(schema: schema)
    metrics.add(outputs: outputs, batch: batch)
    return metrics.metric
  }
}

extension [Double] {
  fileprivate func minus(_ other: [Double]) -> [Double] { zip(self, other).map { $0 - $1 } }
}

extension [Float] {
  fileprivate func minus(_ other: [Float]) -> [Float] { zip(self, other).map { $0 - $1 } }
}
