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
      description = try RunDescription(from: opened.database, path: path)
    } catch {
      opened.removeCopy()
      throw error
    }
    queries = Mutex(RunQueries(path: path, database: opened.database, version: opened.version))
  }

  deinit {
    if let temporaryDirectory { try? FileManager.default.removeItem(atPath: temporaryDirectory) }
  }

  /// The first damage met so far; reading goes on around it.
  public var damage: RunStoreError? { queries.withLock { $0.damage } }

  /// How the run ended; nil while it is recorded and where it was interrupted.
  public var outcome: Outcome? { queries.withLock { $0.outcome() } }

  /// Whether a process records into the file, which may be after the run's end.
  package var isBeingWritten: Bool { queries.withLock { $0.isWriterAlive() } }

  /// Whether the run goes on. Asks the operating system each time.
  public var state: RunState { queries.withLock { $0.state() } }

  /// What tells the data set the run was trained on from others; nil where it was not recorded.
  public var fingerprint: String? {
    guard holds(version: 2) else { return nil }
    return rows("SELECT id, fingerprint FROM run WHERE id = 1", doing: "reading the fingerprint") { row in
      row.isNull(1) ? nil : row.text(1)
    }.first
  }

  func rows<Row: Sendable>(
    _ sql: String, _ parameters: [Statement.Value] = [], doing: String,
    decode: @Sendable (Statement) throws(RunStoreError) -> Row?
  ) -> [Row] {
    queries.withLock { $0.rows(sql, parameters, doing: doing, decode: decode) }
  }

  /// Whether the file holds what came with a version of the format.
  func holds(version: Int) -> Bool { queries.withLock { $0.version >= version } }
}
