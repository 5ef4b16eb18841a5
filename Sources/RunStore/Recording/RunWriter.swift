import Foundation
import Telemetry

/// Writes messages into an open run file. Used from one queue.
final class RunWriter {
  /// Where recording goes on in an existing file.
  struct Position {
    /// The key of the last row.
    var sequence = 0
    /// How often frames were thinned out.
    var thinning = 0
    /// The run time of the last frame that is no key frame.
    var lastFrame: Double?
  }

  /// The run time of the last frame that is no key frame when recording went on; nil where there was none.
  let lastFrame: Double?
  private let database: Database
  private let path: String
  private let identity: RunFile.Identity?
  /// The key of the last row, one counter over all tables.
  private var sequence: Int
  private let inserts: RunInserts
  private let beat: Statement
  private var retention: FrameRetention

  /// Goes on in a file that this process has claimed.
  init(
    _ database: Database, at position: Position, options: RunRecorder.Options
  ) throws(RunStoreError) {
    self.database = database
    path = database.path
    identity = RunFile.identity(of: path)
    sequence = position.sequence
    lastFrame = position.lastFrame
    inserts = try RunInserts(into: database, checkpointsKept: options.checkpointsKept)
    beat = try database.prepare(
      "UPDATE writer SET heartbeat = ? WHERE id = 1", doing: "writing the heartbeat")
    retention = FrameRetention(budget: options.sizeBudget, level: position.thinning)
  }

  /// How often frames were thinned out.
  var thinning: Int { retention.level }

  /// Commits all messages, or none where it throws.
  func write(_ messages: [Message]) throws(RunStoreError) {
    try checkPlace()
    try database.transaction(doing: "recording") { () throws(RunStoreError) in
      for message in messages {
        sequence += 1
        try inserts.insert(message, sequence: sequence)
      }
      try beat.run([.real(Date().timeIntervalSince1970)])
    }
    try retention.apply(to: database)
  }

  /// Ends the recording: nobody writes any more, and what SQLite keeps beside the file goes into it.
  ///
  /// While another process reads the file, SQLite's two files stay beside it; the run is complete all the
  /// same.
  func finish() throws(RunStoreError) {
    // SQLite finds the files beside it by name: they may be another run's by now.
    try checkPlace()
    try database.execute("UPDATE writer SET pid = NULL", doing: "completing the run")
    // A larger file than necessary is no reason to fail.
    try? FrameRetention.giveBack(unusedPagesOf: database)
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE)", doing: "completing the run")
    do throws(RunStoreError) {
      _ = try database.text("PRAGMA journal_mode = DELETE", doing: "completing the run")
    } catch .sqlite(_, let code, _, _) where code & 0xff == 5 {
      return
    }
  }

  /// Writing into a file that was unlinked succeeds, and all of it is lost.
  private func checkPlace() throws(RunStoreError) {
    guard RunFile.identity(of: path) == identity else { throw .removed(path: path) }
  }
}
