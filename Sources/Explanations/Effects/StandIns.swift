import Liquid

/// What takes a target's place: means, and what was elsewhere.
struct StandIns {
  private let model: Model
  private let inputMeans: [Float]
  private let embedded: Set<Int>
  private let stateMeans: [Float]
  /// Nil where nothing can take a synapse's place.
  private let activations: [Double]?
  /// `[sequences][steps, neurons]`
  private let states: [[Float]]
  /// Whose values each sequence gets.
  private let donors: [Int]

  init(model: Model, batch: SequenceBatch, includesSynapses: Bool, seed: UInt64) {
    self.model = model
    embedded = model.embeddedChannels
    let traces = (try? model.traces(batch)) ?? []
    states = traces.map(\.states)
    activations = includesSynapses ? model.meanActivations(batch, traces: traces) : nil
    let neurons = model.network.wiring.neurons
    stateMeans = Self.means(states.flatMap { $0 }, width: neurons)
    inputMeans = Self.means(
      (0..<batch.count).flatMap { sequence in
        let first = sequence * batch.steps * batch.inputWidth
        return batch.inputs[first..<first + batch.lengths[sequence] * batch.inputWidth]
      }, width: batch.inputWidth)
    var generator = SeededGenerator(seed: seed &+ 1)
    let shift = batch.count > 1 ? 1 + generator.integer(below: batch.count - 1) : 0
    donors = (0..<batch.count).map { ($0 + shift) % batch.count }
  }

  private static func means(_ values: [Float], width: Int) -> [Float] {
    var sums = [Double](repeating: 0, count: width)
    for (index, value) in values.enumerated() { sums[index % width] += Double(value) }
    let rows = Double(max(1, values.count / max(width, 1)))
    return sums.map { Float($0 / rows) }
  }

  /// The network's outputs with something in the target's place.
  func outputs(
    under target: AblationTarget, _ kind: AblationKind, _ network: DisturbedNetwork, batch: SequenceBatch
  ) -> [Float] {
    switch target {
    case .input(let channel):
      network.disturb([])
      return network.outputs(
        batch.replacing(channel) { sequence, step in
          switch kind {
          case .resample: batch.input(channel, sequence: donors[sequence], step: step)
          // Categories have no mean, and 0 is one of them.
          case .mean, .zero: embedded.contains(channel) ? -1 : kind == .mean ? inputMeans[channel] : 0
          }
        })
    case .neuron(let neuron):
      switch kind {
      case .mean: network.disturb([.clamp(neuron, at: stateMeans[neuron])])
      case .zero: network.disturb([.silence(neuron)])
      case .resample: network.disturb([], trajectories: [trajectory(neuron, steps: batch.steps)])
      }
    case .synapse(let synapse):
      network.load(
        parameters: model.parameters(without: [synapse], replacedBy: kind == .mean ? activations : nil))
    }
    return network.outputs(batch)
  }

  private func trajectory(_ neuron: Int, steps: Int) -> HeldTrajectory {
    let neurons = stateMeans.count
    return HeldTrajectory(
      neuron: neuron,
      states: donors.flatMap { donor in
        let own = states[donor]
        return (0..<steps).map { own[min($0, own.count / neurons - 1) * neurons + neuron] }
      }, steps: steps)
  }
}

extension SequenceBatch {
  fileprivate func input(_ channel: Int, sequence: Int, step: Int) -> Float {
    inputs[(sequence * steps + min(step, lengths[sequence] - 1)) * inputWidth + channel]
  }

  /// The same with another value in an input channel.
  fileprivate func replacing(
    _ channel: Int, _ value: (_ sequence: Int, _ step: Int) -> Float
  ) -> SequenceBatch {
    var changed = inputs
    for sequence in 0..<count {
      for step in 0..<lengths[sequence] {
        changed[(sequence * steps + step) * inputWidth + channel] = value(sequence, step)
      }
    }
    return SequenceBatch(
      unchecked: count, steps: steps, inputWidth: inputWidth, targetWidth: targetWidth, lengths: lengths,
      inputs: changed, elapsed: elapsed, targets: targets, targetWeights: targetWeights,
      averagesOutputs: averagesOutputs)
  }
}
