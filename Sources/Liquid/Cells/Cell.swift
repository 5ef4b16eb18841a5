/// The choices a cell offers beyond its wiring; stored in model files as JSON.
public protocol CellOptions: Sendable, Hashable, Codable {
  /// Throws where a value lies outside of what is allowed.
  func validate() throws(ArchitectureError)
}

/// A kind of recurrent network, built on a wiring: what its parameters are and how it runs.
///
/// A cell is a value without parameters; those are one flat vector beside it, described by `layout`. All work is
/// done a shard (16 sequences) at a time by the runners it makes.
public protocol Cell: Sendable {
  associatedtype Options: CellOptions

  /// The name in model files and on the command line, such as `ltc`.
  static var identifier: String { get }

  var wiring: Wiring { get }
  var options: Options { get }
  var layout: ParameterLayout { get }

  /// Builds the cell. The options are valid (a caller's bug otherwise).
  init(wiring: Wiring, options: Options)

  /// Random parameters, `[layout.count]`; the same for the same seed.
  func initialParameters(seed: UInt64) -> [Float]

  /// A runner with workspaces for sequences of up to `maxSteps` steps (it grows for longer ones).
  func makeShardRunner(maxSteps: Int) -> any ShardRunner

  /// Runs up to 16 sequences of equal length side by side and records everything, one trace a sequence.
  func traces(
    parameters: [Float], batch: SequenceBatch, interventions: [NetworkIntervention]
  ) -> [NetworkTrace]
}

extension Cell {
  public var identifier: String { Self.identifier }
}
