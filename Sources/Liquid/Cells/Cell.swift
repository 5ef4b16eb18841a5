/// A kind of recurrent network, built on a wiring: ``LTC``, ``CfC``, ``LSTM``, ``GRU``, ``CTRNN``, ``NeuralODE``,
/// ``CTGRU``, ``GRUD``, ``LRC`` or ``LRCSSM``, or several of them as a ``Stack``. A value without parameters; those are one
/// flat vector beside it, in a ``Model``.
///
/// Types outside of this package cannot conform: only its own cells have a `machinery`.
public protocol Cell: Sendable {
  /// The neurons, and which synapses join them.
  var wiring: Wiring { get }

  /// The names, shapes and places of the parameters.
  var layout: ParameterLayout { get }

  /// Outputs of the network per step: those of the wiring, or those of a dense layer after them.
  var outputWidth: Int { get }

  /// What runs the cell.
  var machinery: CellMachinery { get }
}

extension Cell {
  /// The name in model files and on the command line, such as `ltc`.
  public var identifier: String { machinery.cell.identifier }
}

/// What runs a cell; it says nothing to those who use one.
public struct CellMachinery: Sendable {
  package let cell: any NetworkCell
}

/// The choices a cell offers beyond its wiring; stored in model files as JSON.
package protocol CellOptions: Sendable, Hashable, Codable {
  /// Takes from the settings what the cell has.
  init(_ settings: CellSettings)

  /// Throws where a value lies outside of what is allowed.
  func validate() throws(ArchitectureError)
}

/// The options of a cell that has none.
package struct NoOptions: CellOptions {
  package init() {}

  package init(_ settings: CellSettings) {}

  package func validate() throws(ArchitectureError) {}
}

/// What a cell must be able to do. `CellRegistry` has the cells that exist.
///
/// All work is done one shard (16 sequences) at a time by the runners it makes.
///
/// Shapes: parameters `[layout.count]`; a shard's inputs `[steps, inputs, 16]`, its outputs `[steps, outputs, 16]`.
package protocol NetworkCell: Cell {
  associatedtype Options: CellOptions

  /// What it says about itself.
  static var traits: CellTraits { get }

  var options: Options { get }

  /// Builds the cell, or throws as `validate` does.
  init(wiring: Wiring, options: Options) throws(ArchitectureError)

  /// The group that a neuron is shown in, such as `command`.
  func group(ofNeuron neuron: Int) -> String

  /// Tensors of which a batch changes few rows; the gradient with respect to all others is computed whole.
  var sparseTensors: [SparseTensor] { get }

  /// Random parameters, `[layout.count]`; the same for the same seed.
  func initialParameters(seed: UInt64) -> [Float]

  /// What a step of one sequence cannot do without, forward.
  var stepWork: CellWork { get }

  /// Throws where such a cell cannot be built: options outside of what is allowed, or a wiring that it does not
  /// support.
  static func validate(_ wiring: Wiring, options: Options) throws(ArchitectureError)

  /// The weights that make up a synapse; nil: synapses are no parameters of their own, and none can be cut.
  ///
  /// - Parameter synapse: the wiring's synapses, then its sensory synapses.
  func weights(ofSynapse synapse: Int) -> [SynapseWeight]?

  /// The matrices that `weights` finds a synapse in by default.
  var synapseMatrices: SynapseMatrices? { get }

  /// The tensors that have one element for each synapse; nil: a synapse cannot be taken out of the wiring.
  var synapseTensors: SynapseTensors? { get }

  /// Whether inputs and neurons act on neurons through the wiring's synapses and in no other way.
  var actsThroughSynapsesAlone: Bool { get }

  /// Whether what a synapse sees of a neuron is its state, and of an input its value after the input map.
  var synapsesSeeStates: Bool { get }

  /// What a state, by its index among all of them, is kept of.
  func owner(ofState state: Int) -> StateOwner

  /// Whether a synapse sees its source as it was before the step, and not as it moves within it.
  func seesStateBefore(_ synapse: Wiring.Synapse) -> Bool

  /// What a synapse passes on, before its weight, when its source is at a value: the value itself unless the cell says
  /// otherwise.
  ///
  /// - Returns: a function of the synapse and its source's value, with the parameters inside.
  func synapseActivations(parameters: [Float]) -> (_ synapse: Int, _ source: Float) -> Float

  /// Adds to the targets of some synapses for good what these pass on at constant activations.
  ///
  /// - Parameter activations: of all synapses, `[synapses]`.
  func fold(_ synapses: Set<Int>, activations: [Double], into parameters: inout [Float])

  /// A runner of whole sequences.
  ///
  /// - Parameter recomputeEvery: keeps only the states of every so many steps and recomputes the rest in the
  ///   backward pass; nil keeps all.
  func makeShardRunner(recomputeEvery: Int?) -> any ShardRunner

  /// What a step computes, with these parameters inside.
  func stepProgram(parameters: [Float]) -> StepProgram

  /// A runner of one sequence, one step at a time, under one set of interventions.
  func makeStreamRunner(parameters: [Float], interventions: [NetworkIntervention]) -> any StreamRunner

  /// Runs up to 16 sequences of equal length side by side and records everything, one trace per sequence.
  func traces(
    parameters: [Float], batch: SequenceBatch, interventions: [NetworkIntervention],
    synapses: NetworkTrace.SynapseSteps
  ) -> [NetworkTrace]
}

extension NetworkCell {
  /// What runs the cell.
  public var machinery: CellMachinery { CellMachinery(cell: self) }

  /// The name in model files and on the command line, such as `ltc`.
  package static var identifier: String { traits.identifier }

  package var identifier: String { Self.identifier }

  package func group(ofNeuron neuron: Int) -> String { wiring.layers[neuron].rawValue }

  package var sparseTensors: [SparseTensor] { [] }

  package init(wiring: Wiring, settings: CellSettings) throws(ArchitectureError) {
    try self.init(wiring: wiring, options: Options(settings))
  }

  /// One multiply-add per element of the cell's matrices.
  package var stepWork: CellWork {
    .multiplyAdds(layout.entries.filter { $0.shape.count == 2 }.reduce(0) { $0 + $1.range.count })
  }

  package static func validate(_ wiring: Wiring, options: Options) throws(ArchitectureError) {
    try options.validate()
    try wiring.checkInputs()
  }
}

/// What a state of a network is kept of.
package enum StateOwner: Sendable, Hashable {
  /// Of one neuron, or of several together.
  case neurons(Range<Int>)
  case input(Int)
}

/// Operations that dominate the time of a step.
package enum CellWork: Sendable, Hashable {
  case sigmoids(Int)
  case multiplyAdds(Int)

  package var count: Int {
    switch self {
    case .sigmoids(let count), .multiplyAdds(let count): count
    }
  }
}

/// Runs a cell on one shard (16 sequences side by side) at a time, forward and backward.
///
/// It owns its workspaces, which grow to the longest sequences seen: after the first step of a size nothing is
/// allocated. A runner is used by one thread at a time.
package protocol ShardRunner: AnyObject {
  /// Loads the parameters that later calls use, `[layout.count]`.
  func load(parameters: [Float])

  /// Begins with another shard.
  ///
  /// - Parameters:
  ///   - dropoutSeed: draws the channels that are dropped; nil: none are.
  ///   - sequences: those of the batch that the shard holds: each has masks of its own.
  func begin(dropoutSeed: UInt64?, sequences: Range<Int>)

  /// The rows of the cell's `sparseTensors` that `backward` has added to since `begin`, some several times.
  ///
  /// - Parameter body: is given the tensor's place among them and the row's first element in the flat vector.
  func forEachTouchedRow(_ body: (_ tensor: Int, _ first: Int) -> Void)

  /// Runs the network from a zero state.
  ///
  /// - Parameters:
  ///   - outputs: receives the raw network outputs, `[steps, outputs, 16]`.
  ///   - recording: keeps what `backward` needs.
  func forward(_ shard: LaneShard, outputs: LaneBuffer, recording: Bool)

  /// Adds the gradient of the loss to `gradient`, `[layout.count]`. The last call of `forward` was for the same
  /// shard and recorded.
  ///
  /// - Parameters:
  ///   - outputGradient: the loss's gradient with respect to the outputs, `[steps, outputs, 16]`.
  ///   - inputGradient: receives the gradient with respect to the inputs, `[steps, inputs, 16]`, unless it is nil.
  func backward(
    _ shard: LaneShard, outputGradient: LaneBuffer, inputGradient: LaneBuffer?, gradient: inout [Float])
}

extension ShardRunner {
  package func backward(_ shard: LaneShard, outputGradient: LaneBuffer, gradient: inout [Float]) {
    backward(shard, outputGradient: outputGradient, inputGradient: nil, gradient: &gradient)
  }
}

extension KeyedDecodingContainer {
  /// The value of a key, or its default where the file is older than the key.
  func decode<Value: Decodable>(_ key: Key, or standard: Value) throws -> Value {
    try decodeIfPresent(Value.self, forKey: key) ?? standard
  }
}

extension Wiring {
  /// More than any real network has, few enough that no size computed from them overflows.
  private static let mostInputs = 1 << 24

  /// Throws where there are more inputs than a network may have.
  func checkInputs() throws(ArchitectureError) {
    guard inputs > Self.mostInputs else { return }
    throw .invalidOption(
      name: "inputs", value: "\(inputs)", allowed: "at most \(Self.mostInputs)")
  }
}
