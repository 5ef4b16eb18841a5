// Shapes: B sequences in a batch, T steps, I inputs, O outputs, S states (the neurons' first, then a memory's)

/// Runs a network on batches under interventions, and says how its outputs depend on its inputs and on the states that
/// it starts from.
///
///     let network = DisturbedNetwork(model: model)
///     network.disturb([.clamp(3, at: 0)])
///     let outputs = network.outputs(batch)
///
/// Used by one thread at a time; after the first batch of a size little is allocated.
package final class DisturbedNetwork {
  package let model: Model
  /// Floats of state that a step hands to the next, S.
  package let stateCount: Int

  private let runner: RecurrentRunner
  private let worker: GradientWorker
  private let inputGradient = LaneBuffer()
  private let startStates = LaneBuffer()
  /// With respect to the parameters, which nobody asks for here.
  private var scratch: [Float]

  /// How a sum of a network's outputs depends on what went in.
  package struct Derivatives: Sendable {
    /// `[B, T, O]`
    package var outputs: [Float]
    /// With respect to the inputs, `[B, T, I]`; 0 after a sequence's end.
    package var inputs: [Float]
    /// With respect to the states that the sequences started from, `[B, S]`.
    package var states: [Float]
  }

  package init(model: Model) {
    guard let cell = model.network as? any SteppedCell else {
      fail("the cell \(model.cell.identifier.quoted) is not run step by step")
    }
    self.model = model
    runner = RecurrentRunner(cell: cell, recomputeEvery: nil)
    worker = GradientWorker(runner: runner, width: cell.outputWidth)
    stateCount = runner.layout.states
    scratch = Array(repeating: 0, count: cell.layout.count)
    runner.load(parameters: model.parameters)
  }

  /// Sets what is held and cut from now on, in the place of what was; nothing: the network as it is.
  ///
  /// The neurons and synapses exist.
  /// - Parameter trajectories: neurons held at other values in each step, for batches of just these sequences.
  package func disturb(_ interventions: [NetworkIntervention], trajectories: [HeldTrajectory] = []) {
    runner.load(parameters: model.parameters, interventions: interventions, trajectories: trajectories)
  }

  /// Runs with other parameters from now on, `[layout.count]`, and nothing held or cut, until `disturb` is called.
  package func load(parameters: [Float]) { runner.load(parameters: parameters) }

  /// The raw network outputs, `[B, T, O]`; 0 after a sequence's end. See `SequenceBatch.averagesOutputs`.
  ///
  /// - Parameter states: what the sequences start from, `[B, S]`; nil: zero.
  package func outputs(_ batch: SequenceBatch, from states: [Float]? = nil) -> [Float] {
    let width = model.network.outputWidth
    var all = [Float](repeating: 0, count: batch.count * batch.steps * width)
    forEachShard(of: batch, from: states) { shard, sequences in
      all.withUnsafeMutableBufferPointer { all in
        let own = (sequences.lowerBound * batch.steps * width)..<(sequences.upperBound * batch.steps * width)
        worker.outputs(batch, shard: shard, into: UnsafeMutableBufferPointer(rebasing: all[own]))
      }
    }
    return all
  }

  /// The states after the last step, `[B, S]`, of sequences of equal length.
  package func statesAfter(_ batch: SequenceBatch, from states: [Float]? = nil) -> [Float] {
    precondition(batch.lengths.allSatisfy { $0 == batch.steps }, "sequences of different lengths")
    var found = [Float](repeating: 0, count: batch.count * stateCount)
    var outputs = [Float](repeating: 0, count: LaneShard.lanes * batch.steps * model.network.outputWidth)
    forEachShard(of: batch, from: states) { shard, sequences in
      outputs.withUnsafeMutableBufferPointer { worker.outputs(batch, shard: shard, into: $0) }
      read(runner.before(slot: 0), sequences, into: &found)
    }
    return found
  }

  /// The outputs, and the gradient of a sum of them.
  ///
  /// - Parameters:
  ///   - weights: how much each output counts in the sum, `[T, O]`, in each sequence.
  ///   - states: what the sequences start from, `[B, S]`; nil: zero.
  package func derivatives(
    _ batch: SequenceBatch, weights: [Float], from states: [Float]? = nil
  ) -> Derivatives {
    let (width, inputs) = (model.network.outputWidth, batch.inputWidth)
    precondition(weights.count == batch.steps * width, "\(weights.count) weights")
    var found = Derivatives(
      outputs: Array(repeating: 0, count: batch.count * batch.steps * width),
      inputs: Array(repeating: 0, count: batch.inputs.count),
      states: Array(repeating: 0, count: batch.count * stateCount))
    forEachShard(of: batch, from: states) { shard, sequences in
      found.outputs.withUnsafeMutableBufferPointer { all in
        let own = (sequences.lowerBound * batch.steps * width)..<(sequences.upperBound * batch.steps * width)
        worker.differentiate(
          batch, shard: shard, weights: weights, inputGradient: inputGradient, gradient: &scratch,
          into: UnsafeMutableBufferPointer(rebasing: all[own]))
      }
      for (lane, sequence) in sequences.enumerated() {
        let first = sequence * batch.steps * inputs
        for index in 0..<batch.lengths[sequence] * inputs {
          found.inputs[first + index] = inputGradient.base[index * LaneShard.lanes + lane]
        }
      }
      read(runner.startGradient, sequences, into: &found.states)
    }
    return found
  }

  private func forEachShard(
    of batch: SequenceBatch, from states: [Float]?, _ body: (_ shard: Int, _ sequences: Range<Int>) -> Void
  ) {
    for shard in 0..<LaneShard.count(sequences: batch.count) {
      let sequences = LaneShard.sequences(of: batch, shard: shard)
      runner.sequences = sequences
      runner.startStates = states.map { start($0, sequences) }
      body(shard, sequences)
    }
    runner.startStates = nil
  }

  /// Lays the states that some sequences start from side by side.
  private func start(_ states: [Float], _ sequences: Range<Int>) -> LaneBuffer {
    startStates.reserve(stateCount * LaneShard.lanes)
    startStates.clear(stateCount * LaneShard.lanes)
    for (lane, sequence) in sequences.enumerated() {
      for state in 0..<stateCount { startStates.row(state)[lane] = states[sequence * stateCount + state] }
    }
    return startStates
  }

  private func read(
    _ rows: UnsafeMutablePointer<Float>, _ sequences: Range<Int>, into values: inout [Float]
  ) {
    for (lane, sequence) in sequences.enumerated() {
      for state in 0..<stateCount {
        values[sequence * stateCount + state] = rows[state * LaneShard.lanes + lane]
      }
    }
  }
}
