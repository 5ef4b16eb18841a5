import CLiquidKernels

/// Explicit Runge-Kutta sub-steps by any tableau.
///
/// With stages Y_i = y + h sum_j a_ij k_j, k_i = f(Y_i), and the loss's gradient g with respect to y', the way back
/// is, from the last stage to the first,
///
///     K_i = h (b_i g + sum_{j>i} a_ji L_j),   L_i = (df/dx)(Y_i)^T K_i;   the gradient of y is g + sum L_i
///
/// The stages are computed anew on the way back instead of being kept.
final class RungeKuttaMethod<Field: VectorField>: SubStepMethod {
  let field: Field
  let stages: Int
  private let neurons: Int
  /// Row i of a, then b.
  private let weights: [[Float]]
  private let solution: [Float]
  /// What the stages after stage i take from it: a_ji for j > i.
  private let columns: [[Float]]

  /// Y_i and k_i of the newest sub-step, `[stages, neurons]`.
  private let stageStates = LaneBuffer()
  private let derivatives = LaneBuffer()
  /// L_i, and K of the current stage, `[neurons]`.
  private let stateGradients = LaneBuffer()
  private let derivativeGradient = LaneBuffer()

  init(_ tableau: ButcherTableau, field: Field, neurons: Int) {
    self.field = field
    self.neurons = neurons
    let stages = tableau.stages
    self.stages = stages
    weights = tableau.a.map { $0.map(Float.init) }
    solution = tableau.b.map(Float.init)
    columns = (0..<stages).map { stage in (stage + 1..<stages).map { Float(tableau.a[$0][stage]) } }
    for buffer in [stageStates, derivatives, stateGradients] {
      buffer.reserve(stages * neurons * LaneShard.lanes)
    }
    derivativeGradient.reserve(neurons * LaneShard.lanes)
  }

  func advance(
    _ subStep: Int, length: UnsafePointer<Float>, from before: UnsafePointer<Float>,
    to after: UnsafeMutablePointer<Float>
  ) {
    computeStages(length: length, from: before)
    liquid_stage(
      Int32(neurons), Int32(stages), solution, length, derivatives.row(0), before, after)
  }

  func backward(
    _ subStep: Int, length: UnsafePointer<Float>, from before: UnsafePointer<Float>,
    to after: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    computeStages(length: length, from: before)
    stateGradients.clear(stages * neurons * LaneShard.lanes)
    for stage in (0..<stages).reversed() {
      liquid_stage_gradient(
        Int32(neurons), Int32(stages - 1 - stage), solution[stage], columns[stage], length, gradient,
        stateGradients.row((stage + 1) * neurons), derivativeGradient.row(0))
      field.backward(
        stage: stage, states: states(stage, before), derivative: derivatives.row(stage * neurons),
        gradient: derivativeGradient.row(0), stateGradient: stateGradients.row(stage * neurons))
    }
    for stage in 0..<stages { liquid_add(Int32(neurons), stateGradients.row(stage * neurons), gradient) }
  }

  private func computeStages(length: UnsafePointer<Float>, from before: UnsafePointer<Float>) {
    for stage in 0..<stages {
      if stage > 0 {
        liquid_stage(
          Int32(neurons), Int32(stage), weights[stage], length, derivatives.row(0), before,
          stageStates.row(stage * neurons))
      }
      field.evaluate(
        stage: stage, states: states(stage, before), derivative: derivatives.row(stage * neurons))
    }
  }

  /// The first stage is at the states before the sub-step.
  private func states(_ stage: Int, _ before: UnsafePointer<Float>) -> UnsafePointer<Float> {
    stage == 0 ? before : UnsafePointer(stageStates.row(stage * neurons))
  }
}
