import Explanations
import Liquid

/// The matrices of the network at the last step of a sequence, per unit of the task's time.
///
/// An LTC's are those of its differential equation; all others' those of what the step does: (J_v - I) / dt and J_u / dt.
struct ProbeMatrices {
  /// `[neurons, neurons]`, target by target.
  private(set) var intrinsic: [Float]
  /// `[neurons, inputs]`
  private(set) var inputs: [Float]
  /// `[neurons, inputs]`; empty where the cell has none.
  private(set) var modulation: [Float] = []

  /// - Parameter timeScale: units of the task's time in one of the elapsed times.
  init(model: Model, sequence: ExplainedSequence, timeScale: Float) {
    let (neurons, width) = (model.network.wiring.neurons, sequence.width)
    intrinsic = Array(repeating: 0, count: neurons * neurons)
    inputs = Array(repeating: 0, count: neurons * width)
    guard
      let trajectory = try? StateTrajectory(model: model, inputs: sequence.inputs, elapsed: sequence.elapsed)
    else { return }
    let (last, rate) = (sequence.steps - 1, 1 / Double(timeScale))
    if let form = try? LTCBilinearForm(model: model),
      let matrices = try? form.matrices(at: last, of: trajectory)
    {
      intrinsic = matrices.intrinsic.values.map { Float($0 * rate) }
      inputs = matrices.inputs.values.map { Float($0 * rate) }
      modulation = (0..<neurons).flatMap { neuron in
        (0..<width).map { Float(matrices.modulation[$0, neuron] * rate) }
      }
    } else if let step = try? StepJacobians(model: model).jacobian(at: last, of: trajectory),
      let rates = step.rates
    {
      // A memory's states come after the neurons'.
      intrinsic = (0..<neurons).flatMap { row in (0..<neurons).map { Float(rates[row, $0] * rate) } }
      let perTime = rate / Double(step.elapsed)
      inputs = (0..<neurons).flatMap { row in (0..<width).map { Float(step.inputs[row, $0] * perTime) } }
    }
  }
}
