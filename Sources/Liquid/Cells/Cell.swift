/// The choices a cell offers beyond its wiring; stored in model files as JSON.
public protocol CellOptions: Sendable, Hashable, Codable {
  /// Takes from the settings what the cell has.
  init(_ settings: CellSettings)

  /// Throws where a value lies outside of what is allowed.
  func validate() throws(ArchitectureError)
}

/// The options of a cell that has none.
public struct NoOptions: CellOptions {
  public init() {}

  public init(_ settings: CellSettings) {}

  public func validate() throws(ArchitectureError) {}
}

/// A kind of recurrent network, built on a wiring: what its parameters are and how it runs. `CellRegistry` has the
/// ones that exist; others cannot be added from outside of the package.
///
/// A cell is a value without parameters; those are one flat vector beside it, described by `layout`. All work is
/// done one shard (16 sequences) at a time by the runners it makes.
///
/// Shapes: parameters `[layout.count]`; a shard's inputs `[steps, inputs, 16]`, its outputs `[steps, outputs, 16]`.
public protocol Cell: Sendable {
  associatedtype Options: CellOptions

  /// What it says about itself.
  static var traits: CellTraits { get }

  var wiring: Wiring { get }
  var options: Options { get }
  var layout: ParameterLayout { get }

  /// Builds the cell. The options are valid (a caller's bug otherwise).
  init(wiring: Wiring, options: Options)

  /// Random parameters, `[layout.count]`; the same for the same seed.
  func initialParameters(seed: UInt64) -> [Float]

  /// Outputs of the network per step: those of the wiring, or those of a dense layer after them.
  var outputWidth: Int { get }

  /// What a step of one sequence cannot do without, forward.
  var stepWork: CellWork { get }

  /// Throws where such a cell cannot be built: options outside of what is allowed, or a wiring that it does not
  /// support.
  static func validate(_ wiring: Wiring, options: Options) throws(ArchitectureError)

  /// A runner of whole sequences.
  ///
  /// - Parameter recomputeEvery: keeps only the states of every so many steps and recomputes the rest in the
  ///   backward pass; nil keeps all.
  func makeShardRunner(recomputeEvery: Int?) -> any ShardRunner

  /// A runner of one sequence, one step at a time, under one set of interventions.
  func makeStreamRunner(parameters: [Float], interventions: [NetworkIntervention]) -> any StreamRunner

  /// Runs up to 16 sequences of equal length side by side and records everything, one trace per sequence; synapses
  /// are read after the step given, or after the last.
  func traces(
    parameters: [Float], batch: SequenceBatch, interventions: [NetworkIntervention], synapsesAt step: Int?
  ) -> [NetworkTrace]
}

extension Cell {
  /// The name in model files and on the command line, such as `ltc`.
  public static var identifier: String { traits.identifier }

  public var identifier: String { Self.identifier }

  public init(wiring: Wiring, settings: CellSettings) {
    self.init(wiring: wiring, options: Options(settings))
  }

  /// One multiply-add per element of the cell's matrices.
  public var stepWork: CellWork {
    .multiplyAdds(layout.entries.filter { $0.shape.count == 2 }.reduce(0) { $0 + $1.range.count })
  }

  public static func validate(_ wiring: Wiring, options: Options) throws(ArchitectureError) {
    try options.validate()
  }
}

/// Operations that dominate the time of a step.
public enum CellWork: Sendable, Hashable {
  case sigmoids(Int)
  case multiplyAdds(Int)
}

/// Runs a cell on one shard (16 sequences side by side) at a time, forward and backward.
///
/// It owns its workspaces, which grow to the longest sequences seen: after the first step of a size nothing is
/// allocated. A runner is used by one thread at a time.
public protocol ShardRunner: AnyObject {
  /// Loads the parameters that later calls use, `[layout.count]`.
  func load(parameters: [Float])

  /// Runs the network from a zero state.
  ///
  /// - Parameters:
  ///   - outputs: receives the raw network outputs, `[steps, outputs, 16]`.
  ///   - recording: keeps what `backward` needs.
  func forward(_ shard: LaneShard, outputs: LaneBuffer, recording: Bool)

  /// Adds the gradient of the loss to `gradient`, `[layout.count]`. The last call of `forward` was for the same
  /// shard and recorded.
  ///
  /// - Parameter outputGradient: the loss's gradient with respect to the outputs, `[steps, outputs, 16]`.
  func backward(_ shard: LaneShard, outputGradient: LaneBuffer, gradient: inout [Float])
}

extension KeyedDecodingContainer {
  /// The value of a key, or its default where the file is older than the key.
  func decode<Value: Decodable>(_ key: Key, or standard: Value) throws -> Value {
    try decodeIfPresent(Value.self, forKey: key) ?? standard
  }
}
