import Foundation
import Synchronization
import Telemetry

/// Reads a run file, also while it is being recorded. Never changes it and trusts nothing in it.
///
/// What cannot be read of a damaged file is left out; `damage` then says what was found first.
public final class RunReader: Sendable {
  public let path: String
  public let description: RunDescription
  private let queries: Mutex<RunQueries>
  private let temporaryDirectory: String?

  /// Opens the file and reads the description.
  ///
  /// - Throws: where the file is missing, no run, of a newer format, or too damaged to tell what it is about.
  public init(path: String) throws(RunStoreError) {
    let opened = try RunFileOpening.open(path)
    self.path = path
    temporaryDirectory = opened.temporaryDirectory
    do throws(RunStoreError) {
      description = try Self.description(in: opened.database, path: path)
    } catch {
      opened.removeCopy()
      throw error
    }
    queries = Mutex(RunQueries(path: path, database: opened.database))
  }

  deinit {
    if let temporaryDirectory { try? FileManager.default.removeItem(atPath: temporaryDirectory) }
  }

  /// The first damage met so far; reading goes on around it.
  public var damage: RunStoreError? { queries.withLock { $0.damage } }

  /// How the run ended; nil while it is recorded and where it was interrupted.
  public var outcome: Outcome? { queries.withLock { $0.outcome() } }

  /// Whether the run goes on. Asks the operating system each time.
  public var state: RunState { queries.withLock { $0.state() } }

  func rows<Row: Sendable>(
    _ sql: String, _ parameters: [Statement.Value] = [], doing: String,
    decode: @Sendable (Statement) throws(RunStoreError) -> Row?
  ) -> [Row] {
    queries.withLock { $0.rows(sql, parameters, doing: doing, decode: decode) }
  }

  private static func description(
    in database: Database, path: String
  ) throws(RunStoreError) -> RunDescription {
    let text: String
    do throws(RunStoreError) {
      text = try database.text("SELECT description FROM run WHERE id = 1", doing: "reading the description")
    } catch .sqlite(_, _, let message, _) {
      throw .damaged(path: path, what: message)
    }
    guard !text.isEmpty else { throw .damaged(path: path, what: "it has no description") }
    let description = try RunJSON.decode(RunDescription.self, from: text, path: path)
    guard description.isPlausible else {
      throw .damaged(path: path, what: "its description contradicts itself")
    }
    return description
  }
}

extension RunDescription {
  /// Whether counts and indices fit together, so that others may rely on them.
  fileprivate var isPlausible: Bool {
    let neurons = model.neurons.indices
    let inputs = task.inputNames.indices
    return [plannedSteps, stepsPerEpoch, batchSize, model.parameterCount].allSatisfy(
      Statement.plausibleCounts.contains)
      && abs(startedAt.timeIntervalSinceReferenceDate) < 1e11
      && model.synapses.allSatisfy {
        neurons.contains($0.target) && ($0.isSensory ? inputs : neurons).contains($0.source)
      }
  }
}
