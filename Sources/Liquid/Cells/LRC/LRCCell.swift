/// A cell of liquid-resistance liquid-capacitance units: what `LRC` and `LRCSSM` have in common.
///
/// Both have the tensors `gleak`, `kleak`, `vleak`, `elastance_w` (a), `elastance_b` (b) and, where the elastance is
/// symmetric, `elastance_shift` (c), `[neurons]` each, and `w`, `k`, `mu` and `sigma` with an element for each of the
/// wiring's synapses. They differ in how inputs reach neurons.
protocol LRCCell: DifferentialCell {
  var dynamics: LRCDynamics { get }

  /// What inputs do, for 16 sequences and for one.
  func makeInputs() -> any LRCInputs
  func makeStreamInputs(_ targets: TargetBlocks) -> any LRCStreamInputs

  /// Where the parameters of a sensory synapse lie, counted among those of the wiring.
  func sensoryPlaces(_ index: Int) -> LRCSynapsePlaces
}

/// How the neurons of a cell move.
struct LRCDynamics {
  let unfolds: Int
  let solver: Solver
  let elastance: LRC.Elastance
}

/// Where the parameters of a synapse lie in the flat vector.
struct LRCSynapsePlaces {
  let w: Int
  let k: Int
  let mu: Int
  let sigma: Int

  /// The synapse with some parameters.
  func synapse(_ parameters: [Float]) -> LRCSynapse {
    LRCSynapse(w: parameters[w], k: parameters[k], mu: parameters[mu], sigma: parameters[sigma])
  }
}

extension LRCCell {
  func makeStepRunner() -> any StepRunner {
    let field = LRCField(cell: self)
    let (solver, unfolds) = (dynamics.solver, dynamics.unfolds)
    if let tableau = solver.tableau, solver != .euler {
      let method = RungeKuttaMethod(tableau, field: field, neurons: wiring.neurons)
      return SubSteppedRunner(method, wiring: wiring, unfolds: unfolds)
    }
    let method = LRCMethod(field: field, isFused: solver == .fused)
    return SubSteppedRunner(method, wiring: wiring, unfolds: unfolds)
  }

  func makeStreamStep() -> (any StreamStep)? { dynamics.solver == .rk4 ? nil : LRCStream(cell: self) }

  func makeEquation(parameters: [Float]) -> (any StateEquation)? {
    hasMixedMemory ? nil : LRCEquation(cell: self, parameters: parameters)
  }

  func recurrentPlaces(_ index: Int) -> LRCSynapsePlaces {
    LRCSynapsePlaces(
      w: layout["w"].lowerBound + index, k: layout["k"].lowerBound + index,
      mu: layout["mu"].lowerBound + index, sigma: layout["sigma"].lowerBound + index)
  }

  /// - Parameter synapse: the wiring's synapses, then its sensory synapses.
  private func places(_ synapse: Int) -> LRCSynapsePlaces {
    let recurrent = wiring.synapses.count
    return synapse < recurrent ? recurrentPlaces(synapse) : sensoryPlaces(synapse - recurrent)
  }

  /// The membrane follows the states within a step.
  package func seesStateBefore(_ synapse: Wiring.Synapse) -> Bool { false }

  package func weights(ofSynapse synapse: Int) -> [SynapseWeight]? {
    let (places, target) = (places(synapse), self.synapse(synapse).synapse.target)
    return [
      SynapseWeight(parameter: places.w, bias: layout["gleak"].lowerBound + target),
      SynapseWeight(parameter: places.k, bias: layout["kleak"].lowerBound + target),
    ]
  }

  /// s(sigma (source - mu))
  package func synapseActivations(parameters: [Float]) -> (_ synapse: Int, _ source: Float) -> Float {
    { synapse, source in places(synapse).synapse(parameters).activation(source).value }
  }
}

extension ParameterLayout {
  init(neuronsOfLRC neurons: Int, leakConstraint: Constraint, elastance: LRC.Elastance) {
    self.init()
    append(neuronsOfLRC: neurons, leakConstraint: leakConstraint, elastance: elastance)
  }

  /// Adds the tensors of the neurons of an `LRCCell`.
  mutating func append(neuronsOfLRC neurons: Int, leakConstraint: Constraint, elastance: LRC.Elastance) {
    append("gleak", shape: [neurons], constraint: leakConstraint)
    for name in ["kleak", "vleak", "elastance_w", "elastance_b"] { append(name, shape: [neurons]) }
    // A negative one would turn the elastance negative, and time backward.
    if elastance == .symmetric {
      append("elastance_shift", shape: [neurons], constraint: .nonNegative)
    }
  }
}
