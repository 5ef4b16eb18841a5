/// The neural ordinary differential equation with inputs, a baseline of the LTC paper: the derivative of the states is
/// a layer of the network.
///
///     dx/dt = tanh(W x + U u + b)
///
/// On a wiring in which every synapse exists, with a dense layer from all neurons to the outputs. A step of elapsed
/// time dt is `unfolds` sub-steps of dt / unfolds, by default of RK4 as in the code of that paper. Nothing pulls a
/// state back, so there are no time constants (they read infinite) and no semi-implicit solver. Zero elapsed time
/// leaves the state as it is.
///
/// Sources: Chen et al., "Neural ordinary differential equations", NeurIPS 2018; Hasani et al., "Liquid time-constant
/// networks", AAAI 2021.
public struct NeuralODE: DifferentialCell, DenseCell {
  package static let traits = CellTraits(
    identifier: "neural-ode", aliases: ["node"], title: "Neural ODE", wiring: .full, solvers: [.rk4, .euler],
    options: ["unfolds", "solver"])

  /// The choices a neural ODE offers. The defaults are those of the LTC paper's code.
  public struct Options: Sendable, Hashable, Codable, CellOptions {
    /// Sub-steps per step, 1 to 1000.
    public var unfolds: Int
    /// An explicit one.
    public var solver: Solver

    /// The defaults are 6 sub-steps of RK4; `fused` is not possible.
    public init(unfolds: Int = 6, solver: Solver = .rk4) {
      self.unfolds = unfolds
      self.solver = solver
    }

    package init(_ settings: CellSettings) {
      self.init(
        unfolds: settings.unfolds ?? NeuralODE.traits.unfolds,
        solver: settings.solver ?? NeuralODE.traits.solvers[0])
    }

    package func validate() throws(ArchitectureError) {
      try Solver.validate(unfolds: unfolds)
      guard solver.tableau != nil else {
        throw .invalidOption(
          name: "solver", value: solver.rawValue,
          allowed: "euler or rk4 for the cell \(NeuralODE.identifier), which has no leak")
      }
    }
  }

  public let wiring: Wiring
  public let options: Options
  public let layout: ParameterLayout
  private let tableau: ButcherTableau

  /// Builds the cell on a wiring in which every synapse exists, such as `Wiring.fullyConnected`.
  ///
  /// - Throws: for any other wiring, and where an option lies outside of what is allowed.
  public init(wiring: Wiring, options: Options = Options()) throws(ArchitectureError) {
    try Self.validate(wiring, options: options)
    guard let tableau = options.solver.tableau else {
      preconditionFailure("the solver \(options.solver) is not an explicit one")
    }
    self.wiring = wiring
    self.options = options
    self.tableau = tableau
    var layout = ParameterLayout(denseActivity: wiring)
    layout.append(NetworkPorts(denseReadoutOf: wiring))
    self.layout = layout
  }

  /// Random parameters: Xavier-uniform weights, biases 0.
  package func initialParameters(seed: UInt64) -> [Float] { layout.denseParameters(seed: seed) }

  package func seesStateBefore(_ synapse: Wiring.Synapse) -> Bool { false }

  package var synapseMatrices: SynapseMatrices? {
    SynapseMatrices(
      recurrent: [SynapseMatrix("w", bias: "b")],
      sensory: [SynapseMatrix("u", bias: "b")])
  }

  func makeStepRunner() -> any StepRunner {
    let field = LeakyDenseField(wiring: wiring, layout: layout, timeConstants: nil)
    let method = RungeKuttaMethod(tableau, field: field, neurons: wiring.neurons)
    return SubSteppedRunner(method, wiring: wiring, unfolds: options.unfolds)
  }

  func makeEquation(parameters: [Float]) -> (any StateEquation)? {
    DenseEquation(wiring: wiring, layout: layout, parameters: parameters, timeConstants: nil)
  }
}
