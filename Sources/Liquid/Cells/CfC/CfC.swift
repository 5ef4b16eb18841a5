/// The closed-form continuous-time network: a gated answer to "where would the state be after dt?", without a
/// solver.
///
/// Heads see features x of the inputs u and states h, and a step of elapsed time dt gives
///
///     default : g = sigmoid(time_a(x) dt + time_b(x));   h' = tanh(ff1(x)) (1 - g) + tanh(ff2(x)) g
///     no gate : h' = tanh(ff1(x)) + tanh(ff2(x)) g
///     pure    : h' = A - A exp(-dt (|w_tau| + |ff1(x)|)) ff1(x)
///
/// On a wiring in which every synapse exists, all neurons step together and x is a dense backbone of [u, h]
/// (or [u, h] itself without layers). On any other wiring there is no backbone: each head sees the synapses
/// of its neuron alone, and the layers step in turn (inter, command, motor). A synapse from a layer that has
/// stepped carries the new state, any other the old one, so that an input reaches the outputs within a step.
///
/// Zero elapsed time is no special case: the state still moves to what the heads say for dt = 0.
/// Source: Hasani et al., "Closed-form continuous-time neural networks", Nature MI 2022.
public struct CfC: SteppedCell {
  public static let identifier = "cfc"

  public let wiring: Wiring
  public let options: Options
  public let layout: ParameterLayout

  public init(wiring: Wiring, options: Options = Options()) {
    precondition(
      options.backboneLayers >= 0 && options.backboneUnits > 0,
      "a backbone of \(options.backboneLayers) layers of \(options.backboneUnits) units")
    self.wiring = wiring
    self.options = options
    self.layout = Self.layout(wiring: wiring, options: options)
  }

  var ports: NetworkPorts { Self.ports(wiring: wiring, options: options) }

  var hasMixedMemory: Bool { options.mixedMemory }

  func makeStepRunner() -> any StepRunner { CfCStep(cell: self) }

  func makeStreamStep() -> (any StreamStep)? {
    wiring.isComplete ? CfCBackboneStream(cell: self) : CfCWiredStream(cell: self)
  }
}
