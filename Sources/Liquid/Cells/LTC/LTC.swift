/// The liquid time-constant network: leaky neurons joined by synapses whose conductance depends on their source.
///
/// For neuron j with synapses i -> j and sensory synapses k -> j:
///
///     cm_j dv_j/dt = gleak_j (vleak_j - v_j) + sum_i w_ij s_ij(v_i) (erev_ij - v_j)
///                    + sum_k sw_kj ss_kj(u_k) (serev_kj - v_j),   s(x) = sigmoid(sigma (x - mu))
///
/// A step of elapsed time dt is `unfolds` semi-implicit sub-steps of D = dt / unfolds, which stay bounded for any D:
///
///     v_j <- (cm_j v_j + D (gleak_j vleak_j + sum w s erev)) / (cm_j + D (gleak_j + sum w s + 1e-8))
///
/// or as many steps of an explicit method (`Solver`), which blow up where D is too long for them, about twice the
/// smallest time constant. Zero elapsed time leaves the state as it is. Cost: one sigmoid a synapse, evaluation and
/// sequence; `fused` and `euler` evaluate once a sub-step, `rk4` four times.
/// Sources: Hasani et al., "Liquid time-constant networks", AAAI 2021; Lechner et al., Nature MI 2020.
public struct LTC: SteppedCell {
  public static let identifier = "ltc"

  /// What is added to every sum of conductances, as in the `ncps` package.
  static let epsilon: Float = 1e-8

  public let wiring: Wiring
  public let options: Options
  public let layout: ParameterLayout

  public init(wiring: Wiring, options: Options = Options()) {
    precondition(options.unfolds > 0, "an LTC needs at least one sub-step, not \(options.unfolds)")
    self.wiring = wiring
    self.options = options
    self.layout = Self.layout(wiring: wiring, options: options)
  }

  var ports: NetworkPorts { Self.ports(wiring: wiring, options: options) }

  var hasMixedMemory: Bool { options.mixedMemory }

  func makeStepRunner() -> any StepRunner {
    guard let tableau = options.solver.tableau else { return LTCStep(cell: self) }
    let method = RungeKuttaMethod(tableau, field: LTCField(cell: self), neurons: wiring.neurons)
    return SubSteppedRunner(method, wiring: wiring, unfolds: options.unfolds)
  }

  func makeStreamStep() -> (any StreamStep)? { options.solver == .fused ? LTCStream(cell: self) : nil }
}
