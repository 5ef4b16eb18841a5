/// Neurons whose state is held: at one value, or at one that changes from step to step.
struct HeldNeurons {
  /// Which row of `values` each is held at; may name a neuron twice, and the last one counts.
  private let order: [(row: Int, neuron: Int)]
  let neurons: Set<Int>
  /// Those among them whose outgoing synapses are cut.
  let silenced: Set<Int>
  /// Channels that a layer sees of silenced neurons below it: what leaves those is cut.
  let silencedInputs: Set<Int>
  private let trajectories: [HeldTrajectory]
  /// What each is held at in the newest step, `[order, 16]`: shared by all who hold them. Nil where none is held, so that
  /// loading parameters allocates nothing.
  private let values: LaneBuffer?

  init(_ interventions: [NetworkIntervention] = [], trajectories: [HeldTrajectory] = []) {
    let held = interventions.filter { $0.neuron != nil }
    let all = held.compactMap(\.neuron) + trajectories.map(\.neuron)
    order = all.enumerated().map { ($0, $1) }
    neurons = Set(all)
    silenced = Set(
      held.compactMap { if case .silence(let neuron) = $0 { neuron } else { nil } })
    silencedInputs = []
    self.trajectories = trajectories
    let values = order.isEmpty ? nil : LaneBuffer(count: order.count * LaneShard.lanes)
    self.values = values
    guard let values else { return }
    for (row, intervention) in held.enumerated() {
      values.row(row).update(repeating: intervention.heldValue, count: LaneShard.lanes)
    }
  }

  /// Those among a layer's neurons, which are then counted from the first one of these.
  ///
  /// - Parameter sources: the neurons whose channels the layer sees.
  func among(_ range: Range<Int>, sources: Range<Int>) -> HeldNeurons {
    // Sets that are filtered allocate, even empty ones.
    order.isEmpty ? self : HeldNeurons(self, among: range, sources: sources)
  }

  private init(_ all: HeldNeurons, among range: Range<Int>, sources: Range<Int>) {
    order = all.order.filter { range.contains($0.neuron) }.map { ($0.row, $0.neuron - range.lowerBound) }
    neurons = Set(order.map(\.neuron))
    silenced = Set(all.silenced.filter(range.contains).map { $0 - range.lowerBound })
    silencedInputs = Set(all.silenced.filter(sources.contains).map { $0 - sources.lowerBound })
    // What they are held at is moved by the one that has all.
    trajectories = []
    values = all.values
  }

  /// Whether what they are held at changes from step to step.
  var changes: Bool { !trajectories.isEmpty }

  /// Sets what they are held at in a step of some sequences of a batch.
  func move(to step: Int, sequences: Range<Int>) {
    guard let values else { return }
    let first = order.count - trajectories.count
    for (index, trajectory) in trajectories.enumerated() {
      let row = values.row(first + index)
      for (lane, sequence) in sequences.enumerated() {
        row[lane] = trajectory.states[sequence * trajectory.steps + min(step, trajectory.steps - 1)]
      }
    }
  }

  /// Sets the gradient with respect to the held ones among the neurons' states to 0, `[neurons, 16]`.
  func clear(_ gradient: UnsafeMutablePointer<Float>) {
    for (_, neuron) in order {
      (gradient + neuron * LaneShard.lanes).update(repeating: 0, count: LaneShard.lanes)
    }
  }

  /// Sets the held ones among the neurons' states, `[neurons, 16]`.
  func write(to states: UnsafeMutablePointer<Float>) {
    guard let values else { return }
    for (row, neuron) in order {
      (states + neuron * LaneShard.lanes).update(from: values.row(row), count: LaneShard.lanes)
    }
  }
}

/// What a neuron's state is held at in each step of each sequence of a batch: do(v(t) = c(t)).
package struct HeldTrajectory: Sendable {
  package let neuron: Int
  /// `[sequences, steps]`; within a step the state stays, also at its sub-steps.
  package let states: [Float]
  /// Steps of each sequence in `states`.
  package let steps: Int

  package init(neuron: Int, states: [Float], steps: Int) {
    precondition(steps > 0 && states.count % steps == 0, "\(states.count) states of \(steps) steps")
    self.neuron = neuron
    self.states = states
    self.steps = steps
  }
}
