import Foundation
import Telemetry

/// Queries over an open run file that continue around damage. Used by one owner at a time.
struct RunQueries {
  let path: String
  let database: Database
  /// The version of the file's format when it was opened.
  let version: Int
  /// The first damage found.
  var damage: RunStoreError?

  init(path: String, database: Database, version: Int) {
    self.path = path
    self.database = database
    self.version = version
    damage = Self.truncation(of: database, path: path)
  }

  /// SQLite may read the missing part of a truncated file as empty, so truncation is checked here.
  private static func truncation(of database: Database, path: String) -> RunStoreError? {
    let hasLog = ((try? RunFile.size(of: path + "-wal")) ?? 0) > 0
    guard !hasLog, let missing = database.missingBytes() else { return nil }
    return .damaged(path: path, what: "only \(missing.present) of its \(missing.promised) bytes are there")
  }

  /// All rows of a query whose first column is its ascending key, up to the first damage.
  ///
  /// Rows for which `decode` throws or returns nil are left out; only the former are damage.
  mutating func rows<Row>(
    _ sql: String, _ parameters: [Statement.Value] = [], doing: String,
    decode: (Statement) throws(RunStoreError) -> Row?
  ) -> [Row] {
    var rows: [Row] = []
    // The file may have grown since.
    database.boundReading(bytes: RunFile.sizeOnDisk(of: path))
    do throws(RunStoreError) {
      let statement = try database.prepare(sql, doing: doing)
      try statement.bind(parameters)
      var last = Int.min
      while try statement.step() {
        let key = statement.integer(0)
        // The pages of a hostile file may form a cycle.
        guard key > last else { throw .damaged(path: path, what: "rows are out of order") }
        last = key
        do throws(RunStoreError) {
          if let row = try decode(statement) { rows.append(row) }
        } catch {
          damage = damage ?? error
        }
      }
    } catch {
      damage = damage ?? error
    }
    return rows
  }

  /// Seconds since the last heartbeat of a process elsewhere that still records. Its clock may be ahead by as much as a wrong
  /// time zone; a heartbeat from further in the future comes from a clock that was set back since.
  private static let plausibleAges = -86_400...3 * RunRecorder.heartbeatInterval

  /// How the run ended; nil while it is recorded and where it was interrupted.
  mutating func outcome() -> Outcome? {
    let path = path
    return rows("SELECT id, outcome FROM outcome", doing: "reading the outcome") {
      row throws(RunStoreError) in
      let outcome = try RunJSON.decode(Outcome.self, from: row.text(1), path: path)
      guard Statement.plausibleCounts.contains(outcome.steps) else {
        throw .damaged(path: path, what: "the number of steps in its outcome is out of range")
      }
      return outcome
    }.first
  }

  /// Whether the run is being recorded. Asks the operating system.
  mutating func state() -> RunState {
    // In this order: a writer that completes the run in between is seen as finished, never as interrupted.
    let isAlive = isWriterAlive()
    if let outcome = outcome() { return .finished(outcome) }
    return isAlive ? .recording : .interrupted
  }

  /// Whether the process that records, by the file, is alive.
  mutating func isWriterAlive() -> Bool { recorder() != nil }

  /// How the process that records, by the file, is doing; nil where there is none.
  mutating func recorder() -> RecorderCondition? {
    rows("SELECT id, space, pid, birth, heartbeat FROM writer", doing: "reading who records") {
      row -> RecorderCondition? in
      guard !row.isNull(2) else { return nil }
      let process = ProcessIdentity(space: row.text(1), pid: row.integer(2), birth: row.text(3))
      let age = Date().timeIntervalSince1970 - row.real(4)
      let isBeating = Self.plausibleAges.contains(age)
      switch process.condition {
      case .gone: return nil
      case .suspended: return .suspended(process: process.pid)
      case .running:
        return isBeating || !age.isFinite ? .active : .silent(seconds: Int(min(1e9, max(0, age))))
      // Elsewhere (a shared disk, a container) only heartbeats can tell.
      case nil: return isBeating ? .active : nil
      }
    }.first
  }
}

extension RunDescription {
  /// The description in a run file.
  ///
  /// - Throws: where there is none, or one that others could not rely on.
  init(from database: Database, path: String) throws(RunStoreError) {
    let text: String
    do throws(RunStoreError) {
      text = try database.text("SELECT description FROM run WHERE id = 1", doing: "reading the description")
    } catch .sqlite(_, _, let message, _) {
      throw .damaged(path: path, what: message)
    }
    guard !text.isEmpty else { throw .damaged(path: path, what: "it has no description") }
    self = try RunJSON.decode(RunDescription.self, from: text, path: path)
    guard isPlausible else { throw .damaged(path: path, what: "its description contradicts itself") }
  }

  /// Whether counts and indices agree, so that others may rely on them.
  private var isPlausible: Bool {
    let neurons = model.neurons.indices
    let inputs = task.inputNames.indices
    return [plannedSteps ?? 0, stepsPerEpoch ?? 0, batchSize, model.parameterCount].allSatisfy(
      Statement.plausibleCounts.contains)
      && startedAt.timeIntervalSinceReferenceDate.magnitude < 1e11
      && model.synapses.allSatisfy {
        neurons.contains($0.target) && ($0.isSensory ? inputs : neurons).contains($0.source)
      }
  }
}
