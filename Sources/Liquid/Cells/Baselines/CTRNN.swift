import CLiquidKernels

/// The continuous-time recurrent network, the baseline of the LTC paper: every neuron leaks with a time constant of
/// its own, which does not depend on what it sees.
///
///     dx/dt = -x / tau + tanh(W x + U u + b)
///
/// On a wiring in which every synapse exists, with a dense layer from all neurons to the outputs. A step of elapsed
/// time dt is `unfolds` sub-steps of h = dt / unfolds: semi-implicit in the leak (`fused`),
///
///     x' = (x + h tanh(W x + U u + b)) / (1 + h / tau)
///
/// explicit Euler as in the code of that paper, or RK4. Zero elapsed time leaves the state as it is.
///
/// Sources: Funahashi and Nakamura, "Approximation of dynamical systems by continuous time recurrent neural networks",
/// 1993; Hasani et al., "Liquid time-constant networks", AAAI 2021.
public struct CTRNN: DifferentialCell, DenseCell {
  package static let traits = CellTraits(
    identifier: "ct-rnn", aliases: ["ctrnn"], title: "CT-RNN", wiring: .full,
    solvers: [.fused, .euler, .rk4], options: ["unfolds", "solver"])

  /// The choices a CT-RNN offers. The LTC paper's code has 6 sub-steps of explicit Euler, which blow up where a time
  /// constant falls below half a sub-step; the default takes the leak implicitly and cannot.
  public struct Options: Sendable, Hashable, Codable, CellOptions {
    /// Sub-steps per step, 1 to 1000.
    public var unfolds: Int
    /// How the sub-steps are made.
    public var solver: Solver

    /// The defaults are 6 semi-implicit sub-steps.
    public init(unfolds: Int = 6, solver: Solver = .fused) {
      self.unfolds = unfolds
      self.solver = solver
    }

    package init(_ settings: CellSettings) {
      self.init(
        unfolds: settings.unfolds ?? CTRNN.traits.unfolds, solver: settings.solver ?? CTRNN.traits.solvers[0])
    }

    package func validate() throws(ArchitectureError) { try Solver.validate(unfolds: unfolds) }
  }

  public let wiring: Wiring
  public let options: Options
  public let layout: ParameterLayout

  /// Builds the cell on a wiring in which every synapse exists, such as `Wiring.fullyConnected`.
  ///
  /// - Throws: for any other wiring, and where an option lies outside of what is allowed.
  public init(wiring: Wiring, options: Options = Options()) throws(ArchitectureError) {
    try Self.validate(wiring, options: options)
    self.wiring = wiring
    self.options = options
    var layout = ParameterLayout(denseActivity: wiring)
    layout.append("tau", shape: [wiring.neurons], constraint: .positive)
    layout.append(NetworkPorts(denseReadoutOf: wiring))
    self.layout = layout
  }

  /// Random parameters: Xavier-uniform weights, biases 0, time constants 1.
  package func initialParameters(seed: UInt64) -> [Float] {
    var parameters = layout.denseParameters(seed: seed)
    for index in layout["tau"] { parameters[index] = 1 }
    return parameters
  }

  package func seesStateBefore(_ synapse: Wiring.Synapse) -> Bool { false }

  package var synapseMatrices: SynapseMatrices? {
    SynapseMatrices(
      recurrent: [SynapseMatrix("w", bias: "b")],
      sensory: [SynapseMatrix("u", bias: "b")])
  }

  func makeStepRunner() -> any StepRunner {
    let field = LeakyDenseField(wiring: wiring, layout: layout, timeConstants: layout["tau"])
    guard let tableau = options.solver.tableau else {
      return SubSteppedRunner(LeakMethod(field: field), wiring: wiring, unfolds: options.unfolds)
    }
    let method = RungeKuttaMethod(tableau, field: field, neurons: wiring.neurons)
    return SubSteppedRunner(method, wiring: wiring, unfolds: options.unfolds)
  }

  func makeEquation(parameters: [Float]) -> (any StateEquation)? {
    DenseEquation(wiring: wiring, layout: layout, parameters: parameters, timeConstants: layout["tau"])
  }
}

/// Semi-implicit sub-steps of a leaky field, with the leak taken at the sub-step's end and the activity at its start:
/// x' = (x + h tanh(W x + U u + b)) / (1 + h / tau). Bounded for any h.
final class LeakMethod: SubStepMethod {
  let field: LeakyDenseField
  let stages = 1
  /// Of the newest sub-step, `[neurons]`: the activity, and the gradient with respect to it.
  private let activity = LaneBuffer()
  private let activityGradient = LaneBuffer()

  init(field: LeakyDenseField) {
    self.field = field
    activity.reserve(field.neurons * LaneShard.lanes)
    activityGradient.reserve(field.neurons * LaneShard.lanes)
  }

  func advance(
    _ subStep: Int, length: UnsafePointer<Float>, from before: UnsafePointer<Float>,
    to after: UnsafeMutablePointer<Float>
  ) {
    field.activity.evaluate(stage: 0, states: before, activity: activity.row(0))
    liquid_leak_step(Int32(field.neurons), field.rate, length, activity.row(0), before, after)
  }

  func backward(
    _ subStep: Int, length: UnsafePointer<Float>, from before: UnsafePointer<Float>,
    to after: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    field.activity.evaluate(stage: 0, states: before, activity: activity.row(0))
    liquid_leak_step_gradient(
      Int32(field.neurons), field.rate, length, after, gradient, activityGradient.row(0),
      field.rateSums.row(0))
    field.activity.backward(
      stage: 0, slot: field.slot, states: before, gradient: activityGradient.row(0), stateGradient: gradient)
  }
}
