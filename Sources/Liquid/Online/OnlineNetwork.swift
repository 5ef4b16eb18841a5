import Text

/// Runs a network on one sequence, one step at a time, and carries the derivatives of its states with respect to its
/// parameters along, so that the gradient of any loss of the outputs is there at once.
///
///     let network = OnlineNetwork(model: model, method: .rtrl)
///     network.step(unchecked: inputs, elapsed: 1)
///     network.accumulateGradient(zip(network.outputs, targets).map { 2 * ($0 - $1) }, stepsBack: 0, into: &gradient)
///
/// With `rtrl` and parameters that stay as they are that is the gradient of backpropagation through all steps so far.
/// A step allocates nothing. Used by one thread at a time.
package final class OnlineNetwork {
  package let method: OnlineMethod
  /// Earlier steps whose gradient can still be asked for.
  package let history: Int
  /// The raw network outputs of the newest step (logits for the losses of classes); 0 before the first.
  package private(set) var outputs: [Float]
  package private(set) var interventions: [NetworkIntervention] = []
  /// The places of the parameters of synapses that are cut.
  private(set) var cutParameters: [Int] = []

  private let cell: any SteppedCell
  private var parameters: [Float]
  private var runner: Runner
  private let readout: OnlineReadout

  /// `[history + 1]` records; see `OnlineReadout`.
  private let records = LaneBuffer()
  private let recordCount: Int
  private var newest = 0
  private var steps = 0
  /// Whether the runner still has earlier parameters: of a step that can be read.
  private var needsLoad = false
  private let outputGradient: LaneBuffer
  /// Of the steps in the records, `[history + 1, outputs]`.
  private var outputRecords: [Float]

  private let newestStep: RepeatedStep

  /// What runs the steps: with derivatives or, where no gradient is wanted, without.
  private enum Runner {
    case plain(any StreamRunner)
    case differentiated(any OnlineStep, SensitivityTable)
  }

  /// A network that starts from a zero state.
  ///
  /// - Parameters:
  ///   - history: how many earlier steps are kept for `accumulateGradient`; 0: only the newest step's.
  package init(model: Model, method: OnlineMethod, history: Int = 0) {
    precondition(history >= 0, "a history of \(history) steps")
    guard let cell = model.network as? any SteppedCell else {
      fail("the cell \(model.cell.identifier.quoted) is not run step by step")
    }
    self.cell = cell
    self.method = method
    self.history = history
    parameters = model.parameters
    outputs = Array(repeating: 0, count: cell.outputWidth)
    readout = OnlineReadout(ports: cell.ports, layout: cell.layout)
    if !method.carriesDerivatives {
      runner = .plain(cell.makeStreamRunner(parameters: model.parameters, interventions: []))
      recordCount = 0
      newestStep = RepeatedStep(cell: cell, places: [])
    } else {
      let step = cell.makeOnlineStep(method)
      let table = SensitivityTable(graph: step.graph, method: method, outputs: readout.weights)
      runner = .differentiated(step, table)
      recordCount = LaneShard.count(sequences: readout.sensitivityStart) * LaneShard.lanes + table.outputCount
      step.load(parameters, interventions: [])
      newestStep = RepeatedStep(cell: cell, places: Array(0..<step.graph.states))
    }
    records.reserve((history + 1) * recordCount)
    outputRecords = Array(repeating: 0, count: (history + 1) * cell.outputWidth)
    outputGradient = LaneBuffer(count: cell.outputWidth)
    readout.load(parameters)
  }

  /// The length of a gradient.
  package var parameterCount: Int { parameters.count }

  /// Floats of the derivatives that are carried along.
  package var sensitivityCount: Int {
    guard case .differentiated(_, let table) = runner else { return 0 }
    return table.count
  }

  /// Runs one step on inputs that may be anything, NaN included.
  ///
  /// - Parameters:
  ///   - inputs: `[inputs]`.
  ///   - elapsed: finite and at least 0.
  package func step(unchecked inputs: [Float], elapsed: Float) {
    if needsLoad { reload() }
    newest = (newest + 1) % (history + 1)
    steps = min(steps + 1, history + 1)
    switch runner {
    case .plain(let stream):
      // Without derivatives the stream itself can be read.
      stream.step(inputs, elapsed: elapsed, outputs: &outputs)
    case .differentiated(let step, let table):
      newestStep.keep(inputs, elapsed: elapsed, from: step.states.base)
      step.advance(inputs, elapsed: elapsed)
      table.advance(step)
      readout.forward(step.states.base, outputs: &outputs)
      let record = records.base + newest * recordCount
      let weights = readout.write(step.states.base, to: record)
      table.readOutputs(weights: weights, to: sensitivities(of: record, table))
    }
    for output in outputs.indices { outputRecords[newest * outputs.count + output] = outputs[output] }
  }

  /// Steps that `stepsBack` may reach: those since the start, at most one more than `history`.
  package var keptSteps: Int { steps }

  /// Copies the outputs of a step that is kept.
  ///
  /// - Parameters:
  ///   - stepsBack: 0 for the newest step, below `keptSteps`.
  ///   - copy: `[outputs]`.
  package func readOutputs(stepsBack: Int, into copy: inout [Float]) {
    precondition((0..<steps).contains(stepsBack), "\(stepsBack) steps back of \(steps)")
    let first = place(stepsBack: stepsBack) * outputs.count
    for output in copy.indices { copy[output] = outputRecords[first + output] }
  }

  private func place(stepsBack: Int) -> Int { (newest - stepsBack + history + 1) % (history + 1) }

  /// Adds the gradient of a loss of one step's outputs to `gradient`.
  ///
  /// Nothing is added with the method `off`, and for a step before the first.
  /// - Parameters:
  ///   - outputGradient: the loss's gradient with respect to the outputs, `[outputs]`.
  ///   - stepsBack: 0 for the newest step, at most `history`.
  ///   - gradient: `[layout.count]`.
  package func accumulateGradient(_ outputGradient: [Float], stepsBack: Int, into gradient: inout [Float]) {
    precondition((0...history).contains(stepsBack), "\(stepsBack) steps back of \(history)")
    precondition(
      outputGradient.count == outputs.count && gradient.count == parameters.count,
      "\(outputGradient.count) outputs and \(gradient.count) parameters")
    guard case .differentiated(_, let table) = runner, stepsBack < steps else { return }
    let record = records.base + place(stepsBack: stepsBack) * recordCount
    for output in outputGradient.indices { self.outputGradient.base[output] = outputGradient[output] }
    let slope = self.outputGradient.base
    table.accumulateGradient(slope, outputs: sensitivities(of: record, table), into: &gradient)
    readout.accumulateGradient(slope, record: record, into: &gradient)
  }

  /// The derivatives in a record.
  private func sensitivities(
    of record: UnsafeMutablePointer<Float>, _ table: SensitivityTable
  ) -> UnsafeMutablePointer<Float> {
    record + recordCount - table.outputCount
  }

  /// Changes the parameters that later steps use, `[layout.count]`; states and derivatives go on.
  package func load(parameters: [Float]) {
    precondition(
      parameters.count == self.parameters.count,
      "\(parameters.count) parameters, not \(self.parameters.count)")
    self.parameters.replaceSubrange(0..., with: parameters)
    newestStep.reload()
    needsLoad = true
  }

  /// Holds neurons from now on, in the place of those that were held before; an empty array lets all go.
  ///
  /// The state of a held neuron does not depend on any parameter.
  /// - Throws: where an intervention is on no neuron of the network, or holds it at a value that is not finite.
  package func intervene(_ interventions: [NetworkIntervention]) throws(NetworkError) {
    try cell.check(interventions)
    self.interventions = interventions
    cutParameters = interventions.compactMap(\.synapse).flatMap { synapse in
      (cell.weights(ofSynapse: synapse) ?? []).map(\.parameter)
    }
    switch runner {
    case .plain(let stream):
      let other = cell.makeStreamRunner(parameters: parameters, interventions: interventions)
      other.states = stream.states
      runner = .plain(other)
      needsLoad = false
    case .differentiated:
      reload()
      // A held neuron's state is what it is held at, and stays so.
      states = states
    }
  }

  private func reload() {
    newestStep.reload()
    needsLoad = false
    switch runner {
    case .plain(let stream): stream.load(parameters)
    case .differentiated(let step, let table):
      step.load(parameters, interventions: interventions)
      readout.load(parameters)
      table.hold(Set(interventions.compactMap(\.neuron)))
    }
  }

  /// All that a step hands to the next but for the derivatives: the neurons' states, then those of a memory where there is
  /// one.
  package var states: [Float] {
    get {
      switch runner {
      case .plain(let stream): stream.states
      case .differentiated(let step, _): (0..<step.graph.states).map { step.states.base[$0] }
      }
    }
    set {
      switch runner {
      case .plain(let stream): stream.states = newValue
      case .differentiated(let step, _):
        precondition(
          newValue.count == step.graph.states, "\(newValue.count) states, not \(step.graph.states)")
        for (state, value) in newValue.enumerated() { step.states.base[state] = value }
        for intervention in interventions {
          if let neuron = intervention.neuron { step.states.base[neuron] = intervention.heldValue }
        }
      }
      newestStep.forget()
    }
  }

  /// Goes back to the start: states, outputs and derivatives are 0, but for states that are held.
  package func reset() {
    states = Array(repeating: 0, count: states.count)
    for output in outputs.indices { outputs[output] = 0 }
    forget()
  }

  /// Sets the derivatives to 0 and forgets the earlier steps: later gradients are those of the steps from here on.
  package func forget() {
    steps = 0
    for place in outputRecords.indices { outputRecords[place] = 0 }
    if case .differentiated(_, let table) = runner { table.clear() }
  }
}

extension OnlineNetwork {
  /// All that a step hands to the next.
  package var state: OnlineState {
    var (sensitivities, kept): ([Float], [Float]) = ([], [])
    if case .differentiated(_, let table) = runner {
      sensitivities = Array(UnsafeBufferPointer(start: table.values.base, count: table.count))
      kept = Array(UnsafeBufferPointer(start: records.base, count: (history + 1) * recordCount))
    }
    return OnlineState(
      states: FloatBytes(states), outputs: FloatBytes(outputRecords),
      sensitivities: FloatBytes(sensitivities), records: FloatBytes(kept), newest: newest, steps: steps)
  }

  /// Goes on from a state of such a network with the same method and history.
  ///
  /// - Throws: where it is not of that shape; the network stays as it was then.
  package func restore(_ state: OnlineState) throws(NetworkError) {
    let (values, sensitivities) = (state.states.values, state.sensitivities.values)
    let (outputValues, kept) = (state.outputs.values, state.records.values)
    guard values.count == states.count else {
      throw .states(count: values.count, expected: states.count)
    }
    var (ownSensitivities, ownRecords) = (0, 0)
    if case .differentiated(_, let table) = runner {
      (ownSensitivities, ownRecords) = (table.count, (history + 1) * recordCount)
    }
    guard
      outputValues.count == outputRecords.count, sensitivities.count == ownSensitivities,
      kept.count == ownRecords, (0...history).contains(state.newest), (0...history + 1).contains(state.steps)
    else {
      throw .onlineState(
        values: sensitivities.count + kept.count, expected: ownSensitivities + ownRecords)
    }
    states = values
    outputRecords.replaceSubrange(0..., with: outputValues)
    (newest, steps) = (state.newest, state.steps)
    for output in outputs.indices { outputs[output] = outputRecords[newest * outputs.count + output] }
    guard case .differentiated(_, let table) = runner else { return }
    for (place, value) in sensitivities.enumerated() { table.values.base[place] = value }
    for (place, value) in kept.enumerated() { records.base[place] = value }
  }
}

extension OnlineNetwork {
  /// As those of a `NetworkStream`.
  package var timeConstants: [Float] {
    let neurons = cell.wiring.neurons
    switch runner {
    case .plain(let stream): return stream.readTimeConstants() ?? Array(repeating: .nan, count: neurons)
    case .differentiated(let step, _):
      guard newestStep.isThere else { return Array(repeating: .nan, count: neurons) }
      var values = (0..<neurons).map { step.timeConstant(ofNeuron: $0) }
      for neuron in interventions.compactMap(\.neuron) { values[neuron] = .infinity }
      return values
    }
  }

  /// As those of a `NetworkStream`.
  package var synapseCurrents: [Float] { synapses.currents }

  /// As those of a `NetworkStream`.
  package var synapseWeights: [Float] { synapses.weights }

  private var synapses: SynapseActivity {
    let readings: SynapseActivity? =
      switch runner {
      case .plain(let stream): stream.readSynapses()
      case .differentiated: repeatedStep?.readSynapses()
      }
    if let readings { return readings }
    let none = [Float](
      repeating: 0, count: cell.wiring.synapses.count + cell.wiring.sensorySynapses.count)
    return SynapseActivity(weights: none, currents: none)
  }

  private var repeatedStep: LaneStream? {
    newestStep.run(parameters: parameters, interventions: interventions)
  }
}
