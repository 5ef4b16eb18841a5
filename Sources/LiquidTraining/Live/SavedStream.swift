import Foundation
import Streams
import Telemetry

/// The complete state of a watched stream between two rows: going on from it over the same rows makes the same bits as
/// never having stopped.
public struct SavedStream: Sendable, Codable {
  static let currentVersion = 1

  private var version = Self.currentVersion
  public let session: LiveSession.State
  /// After the newest row; nil before the first.
  public let position: SourcePosition?
  let disturbances: StoredDisturbances
  /// How far the perturbations have come.
  let perturbations: [LivePerturbations.Active]
  /// Seconds so far.
  public let elapsed: Double

  /// Rows answered to.
  public var rows: Int { session.rows }

  init(
    session: LiveSession, position: SourcePosition?, disturbances: Disturbances,
    perturbations: [LivePerturbations.Active], elapsed: Double
  ) {
    self.session = session.state
    self.position = position
    self.disturbances = StoredDisturbances(disturbances)
    self.perturbations = perturbations
    self.elapsed = elapsed
  }

  /// Disturbances by their parts.
  struct StoredDisturbances: Sendable, Codable {
    var perturbations: [Perturbation]
    var interventions: [Intervention]

    init(_ disturbances: Disturbances) {
      perturbations = disturbances.perturbations
      interventions = disturbances.interventions
    }

    var value: Disturbances {
      var value = Disturbances()
      for perturbation in perturbations { value.add(perturbation) }
      for intervention in interventions { value.add(intervention) }
      return value
    }
  }

  /// The state as bytes.
  public var bytes: [UInt8]? {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    return (try? encoder.encode(self)).map { [UInt8]($0) }
  }

  /// Reads a state that `bytes` gave.
  ///
  /// - Throws: `SavedTrainingError` where it is damaged or of another version.
  public init(_ bytes: [UInt8]) throws(SavedTrainingError) {
    do {
      self = try PropertyListDecoder().decode(Self.self, from: Data(bytes))
    } catch {
      throw .notATrainingState
    }
    guard version == Self.currentVersion else { throw .unsupportedVersion("\(version)") }
  }
}
