/// Runs a network on one sequence, one step at a time: the state is carried from each step to the next.
///
///     let stream = NetworkStream(model: model)
///     for row in rows {
///       try stream.step(row.values, elapsed: row.seconds)
///       act(on: stream.outputs)
///     }
///
/// The numbers are those of a whole sequence to about 1e-6; a step takes microseconds and allocates nothing (as
/// long as no copy of `outputs` outlives the step). Used by one thread at a time.
public final class NetworkStream {
  /// The network that runs.
  public let model: Model
  /// The raw network outputs of the last step (logits for the losses of classes), `[cell.outputWidth]`; 0 before the
  /// first.
  public private(set) var outputs: [Float]
  /// What is held inside the network; see `intervene`.
  public private(set) var interventions: [NetworkIntervention]

  private var runner: any StreamRunner
  private let inputWidth: Int

  /// A stream that starts from a zero state. Later changes of the model's parameters are not seen.
  public convenience init(model: Model) {
    self.init(model: model, uncheckedInterventions: [])
  }

  /// A stream with neurons held from the start.
  ///
  /// - Throws: where an intervention is on no neuron of the network, or holds it at a value that is not finite.
  public convenience init(model: Model, interventions: [NetworkIntervention]) throws(NetworkError) {
    self.init(model: model)
    try intervene(interventions)
  }

  /// The same for interventions that are known to be possible.
  package convenience init(model: Model, uncheckedInterventions interventions: [NetworkIntervention]) {
    let runner = model.network.makeStreamRunner(parameters: model.parameters, interventions: interventions)
    self.init(model: model, runner: runner, interventions: interventions)
  }

  init(model: Model, runner: any StreamRunner, interventions: [NetworkIntervention] = []) {
    self.model = model
    self.runner = runner
    self.interventions = interventions
    inputWidth = model.network.wiring.inputs
    outputs = Array(repeating: 0, count: model.network.outputWidth)
  }

  /// Runs one step.
  ///
  /// - Parameters:
  ///   - inputs: `[inputs]`, finite.
  ///   - elapsed: the time since the last step in the unit the network was trained with, finite and at least 0.
  /// - Throws: where they are not so; the stream stays as it was then.
  public func step(_ inputs: [Float], elapsed: Float = 1) throws(NetworkError) {
    guard inputs.count == inputWidth else {
      throw .inputCount(inputs.count, expected: inputWidth)
    }
    guard elapsed >= 0, elapsed.isFinite else { throw .elapsedTime(elapsed) }
    if let channel = inputs.firstNotFinite { throw .inputNotFinite(channel: channel) }
    step(unchecked: inputs, elapsed: elapsed)
  }

  /// Runs one step on inputs that may be anything, NaN included: what they do to the states stays until `reset`.
  package func step(unchecked inputs: [Float], elapsed: Float) {
    runner.step(inputs, elapsed: elapsed, outputs: &outputs)
  }

  /// All that a step hands to the next: the neurons' states, then those of a memory where there is one. Can be
  /// kept and given to `restore`, also of another stream of the same model.
  public var states: [Float] { runner.states }

  /// Goes on from states that `states` gave; neurons that are held stay so.
  ///
  /// - Throws: where they are not those of such a network, or not finite.
  public func restore(states: [Float]) throws(NetworkError) {
    guard states.count == runner.stateCount else {
      throw .states(count: states.count, expected: runner.stateCount)
    }
    if let index = states.firstNotFinite { throw .stateNotFinite(index: index) }
    restore(uncheckedStates: states)
  }

  /// The same for states that this stream had, whatever they are.
  package func restore(uncheckedStates states: [Float]) { runner.states = states }

  /// Goes back to where the stream started: states and outputs are 0, but for states that are held.
  public func reset() {
    runner.states = Array(repeating: 0, count: runner.stateCount)
    for channel in outputs.indices { outputs[channel] = 0 }
  }

  /// Holds neurons from now on, in the place of those that were held before; an empty array lets all go. The other states
  /// stay as they are.
  ///
  ///     try stream.intervene([.silence(7)])
  ///
  /// While neurons are held a step takes some times as long.
  /// - Throws: where an intervention is on no neuron of the network, or holds it at a value that is not finite.
  public func intervene(_ interventions: [NetworkIntervention]) throws(NetworkError) {
    try model.network.check(interventions)
    let states = runner.states
    runner = model.network.makeStreamRunner(parameters: model.parameters, interventions: interventions)
    runner.states = states
    self.interventions = interventions
  }

  // MARK: - Inside

  /// The time constant of each neuron in the last step, `[neurons]`, in the unit of the elapsed times; NaN before the
  /// first, and after `reset`, `restore` and `intervene` until the next. See `NetworkTrace.timeConstants`.
  ///
  /// Cost: the last step is run once more in a form that can be read, which takes some times as long as a step.
  public var timeConstants: [Float] {
    let neurons = model.network.wiring.neurons
    return runner.readTimeConstants() ?? Array(repeating: .nan, count: neurons)
  }

  /// What each synapse contributed in the last step: those of the wiring's synapses, then its sensory synapses; 0 where
  /// there is none yet, as for `timeConstants`. See `NetworkTrace.synapseCurrents`.
  ///
  /// Cost: as `timeConstants`; read after them, a sigmoid a synapse.
  public var synapseCurrents: [Float] { synapses.currents }

  /// The strength of each synapse in the last step, in the same order. See `NetworkTrace.synapseWeights`.
  public var synapseWeights: [Float] { synapses.weights }

  private var synapses: SynapseActivity {
    if let readings = runner.readSynapses() { return readings }
    let wiring = model.network.wiring
    let none = [Float](repeating: 0, count: wiring.synapses.count + wiring.sensorySynapses.count)
    return SynapseActivity(weights: none, currents: none)
  }
}

/// Runs a cell on one sequence, one step at a time; the seam between `NetworkStream` and the kinds of cells.
///
/// It owns its workspaces and its state: a step allocates nothing. Used by one thread at a time.
package protocol StreamRunner: AnyObject {
  /// Floats of state that a step hands to the next; the neurons' states come first.
  var stateCount: Int { get }

  /// Runs one step.
  ///
  /// - Parameters:
  ///   - inputs: `[inputs]`.
  ///   - elapsed: finite and at least 0.
  ///   - outputs: receives the raw network outputs, `[outputs]`.
  func step(_ inputs: [Float], elapsed: Float, outputs: inout [Float])

  /// Changes the parameters that later steps use, `[layout.count]`; the states go on, and what is held stays so. What
  /// the last step did cannot be read after it.
  func load(_ parameters: [Float])

  /// The states that the next step starts from, `[stateCount]`; all 0 at first.
  var states: [Float] { get set }

  /// The time constants in the last step, `[neurons]`; nil where there was none since the states were set.
  func readTimeConstants() -> [Float]?

  /// What the synapses did in the last step; nil where there was none since the states were set.
  func readSynapses() -> SynapseActivity?
}
