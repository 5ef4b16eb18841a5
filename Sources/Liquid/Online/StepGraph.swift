/// How the states after a step depend on those before it and on the parameters: what is fixed about it.
///
/// A step consists of one or more sub-steps that depend in the same way. The numbers of each sub-step are its
/// coefficients and its direct vectors, which a `OnlineStep` computes at every step.
struct StepGraph {
  /// A state that depends on another (or on itself) in a sub-step, and which coefficient says how much.
  struct Edge {
    let target: Int
    let source: Int
    let coefficient: Int
  }

  /// A state that depends on parameters directly: by a coefficient times the vector that starts at a place.
  struct DirectTerm {
    let target: Int
    let coefficient: Int
    /// In floats, a multiple of 16.
    let place: Int
  }

  /// Parameters that act on the same states directly; they lie side by side in the direct vectors.
  struct Group {
    /// As places in the flat vector; nil for a column that pads.
    let parameters: [Int?]
    let terms: [DirectTerm]
    /// Whether the vectors are the same in all sub-steps; where not, the coefficients are 1.
    let isConstant: Bool
  }

  let states: Int
  let subSteps: Int
  /// Coefficients of a sub-step.
  let coefficients: Int
  /// Floats of a sub-step's direct vectors, a multiple of 16.
  let directWidth: Int
  let edges: [Edge]
  let groups: [Group]
}

/// A cell's step for one sequence that also says how its states depend on one another and on the parameters.
protocol OnlineStep: AnyObject {
  /// What the numbers below stand for.
  var graph: StepGraph { get }

  /// Of the newest step: `[subSteps, graph.coefficients]`, each sub-step's padded to whole rows.
  var coefficients: LaneBuffer { get }

  /// Of the newest step, `[subSteps, graph.directWidth]`.
  var direct: LaneBuffer { get }

  /// The states that the next step starts from, `[graph.states]`; the neurons' come first.
  var states: LaneBuffer { get }

  /// Loads the parameters that later calls use, `[layout.count]`, and holds neurons.
  func load(_ parameters: [Float], interventions: [NetworkIntervention])

  /// Runs one step, from `states` to `states`.
  func advance(_ inputs: [Float], elapsed: Float)

  /// The time constant that a neuron had in the newest step, as `StepRunner.readTimeConstants` gives it.
  func timeConstant(ofNeuron neuron: Int) -> Float
}
