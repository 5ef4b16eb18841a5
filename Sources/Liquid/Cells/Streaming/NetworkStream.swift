/// Runs a network on one sequence, one step at a time: the state is carried from each step to the next.
///
///     let stream = NetworkStream(model: model)
///     for sample in samples {
///       stream.step(sample.values, elapsed: sample.seconds)
///       act(on: stream.outputs)
///     }
///
/// The numbers are those of a whole sequence to about 1e-6; a step takes microseconds and allocates nothing (as
/// long as no copy of `outputs` outlives the step). Used by one thread at a time.
public final class NetworkStream {
  public let model: Model
  /// The raw network outputs of the last step (logits for cross-entropy), `[cell.outputWidth]`; 0 before the first.
  public private(set) var outputs: [Float]

  private let runner: any StreamRunner

  /// A stream that starts from a zero state. Later changes of the model's parameters are not seen.
  public convenience init(model: Model) {
    self.init(model: model, interventions: [])
  }

  /// A stream with neurons held, as `Model.traces` does it; their states are held through `reset` and new `states`,
  /// too.
  public convenience init(model: Model, interventions: [NetworkIntervention]) {
    let runner = model.cell.makeStreamRunner(parameters: model.parameters, interventions: interventions)
    self.init(model: model, runner: runner)
  }

  init(model: Model, runner: any StreamRunner) {
    self.model = model
    self.runner = runner
    outputs = Array(repeating: 0, count: model.cell.outputWidth)
  }

  /// Runs one step. Inputs may be anything, NaN included; what they do to the states stays until `reset`.
  ///
  /// - Parameters:
  ///   - inputs: `[inputs]`, a caller's bug otherwise.
  ///   - elapsed: the time since the last step in the unit the network was trained with; negative or not finite is
  ///     a caller's bug.
  public func step(_ inputs: [Float], elapsed: Float = 1) {
    let width = model.cell.wiring.inputs
    precondition(inputs.count == width, "\(inputs.count) inputs for a network with \(width)")
    precondition(elapsed >= 0 && elapsed.isFinite, "elapsed time \(elapsed)")
    runner.step(inputs, elapsed: elapsed, outputs: &outputs)
  }

  /// All that a step hands to the next: the neurons' states, then those of a memory where there is one. Can be
  /// kept and set again, also in another stream of the same model.
  public var states: [Float] {
    get { runner.states }
    set {
      precondition(
        newValue.count == runner.stateCount,
        "\(newValue.count) states for a network with \(runner.stateCount)")
      runner.states = newValue
    }
  }

  /// Goes back to where the stream started: states and outputs are 0, but for states that are held.
  public func reset() {
    runner.states = Array(repeating: 0, count: runner.stateCount)
    for channel in outputs.indices { outputs[channel] = 0 }
  }
}

/// Runs a cell on one sequence, one step at a time; the seam between `NetworkStream` and the kinds of cells.
///
/// It owns its workspaces and its state: a step allocates nothing. Used by one thread at a time.
public protocol StreamRunner: AnyObject {
  /// Floats of state that a step hands to the next; the neurons' states come first.
  var stateCount: Int { get }

  /// Runs one step.
  ///
  /// - Parameters:
  ///   - inputs: `[inputs]`.
  ///   - elapsed: finite and at least 0.
  ///   - outputs: receives the raw network outputs, `[outputs]`.
  func step(_ inputs: [Float], elapsed: Float, outputs: inout [Float])

  /// The states that the next step starts from, `[stateCount]`; all 0 at first.
  var states: [Float] { get set }
}
