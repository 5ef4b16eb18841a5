import Foundation
import Telemetry

/// Queries over an open run file that go on around damage. Used by one owner at a time.
struct RunQueries {
  let path: String
  let database: Database
  /// The version of the file's format when it was opened.
  let version: Int
  /// The first damage met.
  var damage: RunStoreError?

  init(path: String, database: Database, version: Int) {
    self.path = path
    self.database = database
    self.version = version
    damage = Self.truncation(of: database, path: path)
  }

  /// What lies in the missing part of a file that was cut off may be read as if it had never been.
  private static func truncation(of database: Database, path: String) -> RunStoreError? {
    let hasLog = ((try? RunFile.size(of: path + "-wal")) ?? 0) > 0
    guard !hasLog, let missing = database.missingBytes() else { return nil }
    return .damaged(path: path, what: "only \(missing.present) of its \(missing.promised) bytes are there")
  }

  /// All rows of a query whose first column is its ascending key, up to the first damage.
  ///
  /// A row that `decode` refuses is left out; one for which it returns nil, too, but that is no damage.
  mutating func rows<Row>(
    _ sql: String, _ parameters: [Statement.Value] = [], doing: String,
    decode: (Statement) throws(RunStoreError) -> Row?
  ) -> [Row] {
    var rows: [Row] = []
    // A run that is recorded grows.
    database.boundReading(bytes: RunFile.sizeOnDisk(of: path))
    do throws(RunStoreError) {
      let statement = try database.prepare(sql, doing: doing)
      try statement.bind(parameters)
      var last = Int.min
      while try statement.step() {
        let key = statement.integer(0)
        // Pages of a hostile file may lead in circles.
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

  /// Seconds since the last sign of life of a process elsewhere that still records. Its clock may be ahead by as much as
  /// a wrong time zone, but a sign from further in the future comes from a clock that was set back since.
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

  /// Whether the run goes on. Asks the operating system.
  mutating func state() -> RunState {
    // In this order: a writer that completes the run in between is seen as finished, never as interrupted.
    let isAlive = isWriterAlive()
    if let outcome = outcome() { return .finished(outcome) }
    return isAlive ? .recording : .interrupted
  }

  /// Whether the process that says it records is there to do it.
  mutating func isWriterAlive() -> Bool {
    rows("SELECT id, space, pid, birth, heartbeat FROM writer", doing: "reading who records") { row in
      guard !row.isNull(2) else { return false }
      let process = ProcessIdentity(space: row.text(1), pid: row.integer(2), birth: row.text(3))
      // Elsewhere (a shared disk, a container) only the signs of life can tell.
      let age = Date().timeIntervalSince1970 - row.real(4)
      return process.isAlive ?? Self.plausibleAges.contains(age)
    }.first ?? false
  }
}
