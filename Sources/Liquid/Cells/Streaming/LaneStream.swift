/// Streams any cell: the loop over time that training uses, with one of its 16 lanes in use.
final class LaneStream: StreamRunner {
  private let runner: RecurrentRunner
  private let shard = LaneShard()
  private let outputs = LaneBuffer()
  private let timeConstants = LaneBuffer()
  private let interventions: [NetworkIntervention]
  /// Whether slot 0 still holds the last step, so that it can be read; its states are those after it.
  private var holdsStep = false

  var stateCount: Int { runner.layout.states }

  init(cell: any SteppedCell, parameters: [Float], interventions: [NetworkIntervention] = []) {
    runner = RecurrentRunner(cell: cell, recomputeEvery: nil)
    self.interventions = interventions
    runner.load(parameters: parameters, interventions: interventions)
    runner.reserve(slots: 1)
    runner.held.write(to: runner.before(slot: 0))
    shard.reserveStep(inputs: cell.wiring.inputs)
    outputs.reserve(cell.outputWidth * LaneShard.lanes)
    timeConstants.reserve(cell.wiring.neurons * LaneShard.lanes)
  }

  private var place: StepPlace { StepPlace(shard: shard, step: 0, slot: 0, inputs: shard.inputs.row(0)) }

  func step(_ inputs: [Float], elapsed: Float, outputs answers: inout [Float]) {
    for channel in inputs.indices { shard.inputs.row(channel)[0] = inputs[channel] }
    shard.elapsed.base[0] = elapsed
    shard.present.base[0] = 1
    if holdsStep { runner.before(slot: 0).update(from: runner.before(slot: 1), count: runner.stateCount) }
    runner.advance(place, outputs: outputs.row(0))
    holdsStep = true
    for channel in answers.indices { answers[channel] = outputs.row(channel)[0] }
  }

  func load(_ parameters: [Float]) {
    runner.load(parameters: parameters, interventions: interventions)
    if holdsStep { runner.before(slot: 0).update(from: runner.before(slot: 1), count: runner.stateCount) }
    holdsStep = false
  }

  var states: [Float] {
    get {
      let rows = runner.before(slot: holdsStep ? 1 : 0)
      return (0..<stateCount).map { rows[$0 * LaneShard.lanes] }
    }
    set {
      for (row, value) in newValue.enumerated() { runner.before(slot: 0)[row * LaneShard.lanes] = value }
      runner.held.write(to: runner.before(slot: 0))
      holdsStep = false
    }
  }

  func readTimeConstants() -> [Float]? {
    guard holdsStep else { return nil }
    runner.stepper.readTimeConstants(place, rows: runner.row(0), into: timeConstants)
    return (0..<runner.cell.wiring.neurons).map { neuron in
      runner.held.neurons.contains(neuron) ? .infinity : timeConstants.row(neuron)[0]
    }
  }

  func readSynapses() -> SynapseActivity? {
    holdsStep ? runner.readSynapses(place, rows: runner.row(0), lane: 0) : nil
  }
}

extension LaneShard {
  /// Makes room for a step that the caller fills in.
  func reserveStep(inputs width: Int) {
    inputs.reserve(width * Self.lanes)
    elapsed.reserve(Self.lanes)
    present.reserve(Self.lanes)
  }
}

extension NetworkStream {
  /// Streams as cells do that have nothing faster, whatever the model's cell has; nil for a cell that is not run step
  /// by step.
  package convenience init?(inOneLane model: Model) {
    guard let cell = model.network as? any SteppedCell else { return nil }
    self.init(model: model, runner: LaneStream(cell: cell, parameters: model.parameters))
  }
}
