import Foundation
import Telemetry

/// Writes messages into an open run file. Used from one queue.
final class RunWriter {
  /// Where recording continues in an existing file.
  fileprivate struct Position {
    /// The key of the last row.
    var sequence = 0
    /// The level of `FrameRetention`.
    var retentionLevel = 0
    /// The run time of the last frame that is no key frame.
    var lastFrame: Double?
  }

  /// The run time of the last frame that is no key frame when recording went on; nil where there was none.
  let lastFrame: Double?
  private let database: Database
  private let path: String
  private var place: RecordingPlace
  /// True once the run's files are not in their place any more.
  private var hasLeft = false
  /// The key of the last row, one counter over all tables.
  private var sequence: Int
  private let inserts: RunInserts
  private let beat: Statement
  private var retention: FrameRetention

  /// Appends to a file that this process has claimed.
  private init(
    _ database: Database, at position: Position, options: RunRecorder.Options
  ) throws(RunStoreError) {
    self.database = database
    path = database.path
    place = try RecordingPlace(of: database)
    sequence = position.sequence
    lastFrame = position.lastFrame
    inserts = try RunInserts(into: database, checkpointsKept: options.checkpointsKept)
    beat = try database.prepare(
      "UPDATE writer SET heartbeat = ? WHERE id = 1", doing: "writing the heartbeat")
    retention = FrameRetention(budget: options.sizeBudget, level: position.retentionLevel)
  }

  /// Makes the file at `path` and writes the description.
  convenience init(
    path: String, description: RunDescription, overwrite: Bool, options: RunRecorder.Options
  ) throws(RunStoreError) {
    try RunFile.create(path, overwrite: overwrite) { draft throws(RunStoreError) in
      try Self.layOut(draft, description, options)
    }
    let identity = RunFile.identity(of: path)
    do throws(RunStoreError) {
      let database = try Database(path: path, mode: .readWrite)
      try database.startLog()
      try self.init(database, at: Position(), options: options)
    } catch {
      if RunFile.identity(of: path) == identity { RunFile.remove(path) }
      throw error
    }
  }

  /// Writes a run without a step into an empty file.
  private static func layOut(
    _ path: String, _ description: RunDescription, _ options: RunRecorder.Options
  ) throws(RunStoreError) {
    let database = try Database(path: path, mode: .readWrite)
    // Only takes effect in an empty file.
    try database.execute("PRAGMA auto_vacuum = INCREMENTAL", doing: "starting the file")
    try RunSchema.migrate(database)
    try database.transaction(doing: "writing the description") { () throws(RunStoreError) in
      try database.describe(description, fingerprint: options.fingerprint)
      try database.enterWriter()
    }
  }

  /// Opens an existing run to go on from a checkpoint. What was recorded after it is dropped, as it will be trained again.
  ///
  /// Until the last of three transactions (claim, migrate, cut) nothing is lost: where one fails, the run is as it was.
  convenience init(
    resuming path: String, at sequence: Int, description: RunDescription?, options: RunRecorder.Options
  ) throws(RunStoreError) {
    let opened = try RunFileOpening.openForWriting(path)
    let database = opened.database
    let health = try database.text("PRAGMA quick_check(1)", doing: "checking the run")
    guard health == "ok" else { throw .damaged(path: path, what: Database.cause(in: health)) }
    try database.claim(version: opened.version)
    // Now, as nobody else records the run. A run whose recorder was killed has a WAL.
    try database.completeFile()
    do throws(RunStoreError) {
      database.liftBounds()
      try RunSchema.migrate(database)
      try database.startLog()
      let position = try database.cut(
        at: sequence, description: description, fingerprint: options.fingerprint)
      try database.completeFile()
      try self.init(database, at: position, options: options)
    } catch {
      // Only the first failure is reported.
      try? database.execute("UPDATE writer SET pid = NULL", doing: "releasing the run")
      _ = try? database.text("PRAGMA journal_mode = DELETE", doing: "releasing the run")
      throw error
    }
  }

  /// Of the frames that are due, one in 2^level is recorded.
  var retentionLevel: Int { retention.level }

  /// Pages in the WAL from which on they are moved into the file, as SQLite does by itself.
  private static let longLog = 1_000

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
    guard database.pagesInLog >= Self.longLog else { return }
    try checkPlace()
    try database.execute("PRAGMA wal_checkpoint(PASSIVE)", doing: "recording")
    place.noteCheckpoint()
  }

  /// Throws where the run's files are not in their place any more, and sees to it that nothing of them is applied to others.
  ///
  /// Writing into a file that was removed succeeds, and all of it is lost. Writing into one that was copied over the run's
  /// damages it.
  func checkPlace() throws(RunStoreError) {
    if !hasLeft, place.isIntact() { return }
    leave()
    throw .removed(path: path)
  }

  /// Completes the run's file where that was moved elsewhere, and removes what SQLite would apply to the one in its place.
  private func leave() {
    guard !hasLeft else { return }
    hasLeft = true
    // Through descriptors, so that no other file can be meant.
    if place.hasOwnContents {
      // What cannot be saved is lost, as it would be without the attempt.
      try? database.execute(
        "UPDATE writer SET pid = NULL; PRAGMA wal_checkpoint(TRUNCATE)", doing: "completing the run")
    }
    place.removeBesides()
  }

  /// Ends the recording: nobody writes any more, and what SQLite keeps beside the file goes into it.
  ///
  /// While another process reads the file, SQLite's two files stay beside it; the run is complete all the
  /// same.
  func finish() throws(RunStoreError) {
    try checkPlace()
    try database.execute("UPDATE writer SET pid = NULL", doing: "completing the run")
    // A larger file than necessary is no reason to fail.
    try? FrameRetention.giveBack(unusedPagesOf: database)
    try checkPlace()
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE)", doing: "completing the run")
    place.noteCheckpoint()
    // SQLite finds the files that it removes by name: they may be another run's by now.
    try checkPlace()
    do throws(RunStoreError) {
      _ = try database.text("PRAGMA journal_mode = DELETE", doing: "completing the run")
    } catch .sqlite(_, let code, _, _) where code & 0xff == 5 {
      return
    }
  }
}

extension Database {
  /// Turns on the write-ahead log, with which readers and the recorder never wait for one another.
  fileprivate func startLog() throws(RunStoreError) {
    keepLog()
    // NORMAL: a killed process loses nothing that was committed, a power failure at most the last seconds.
    _ = try text("PRAGMA journal_mode = WAL", doing: "starting the file")
    try execute("PRAGMA synchronous = NORMAL", doing: "starting the file")
  }

  /// Moves what is in the WAL into the file, which then names its recorder and describes the run without it.
  fileprivate func completeFile() throws(RunStoreError) {
    try execute("PRAGMA wal_checkpoint(TRUNCATE)", doing: "claiming the run")
  }

  /// Enters this process as the run's recorder.
  fileprivate func enterWriter() throws(RunStoreError) {
    let process = ProcessIdentity.current
    let statement = try prepare(
      """
      INSERT INTO writer (id, space, pid, birth, heartbeat) VALUES (1, ?, ?, ?, ?) ON CONFLICT (id)
      DO UPDATE SET space = excluded.space, pid = excluded.pid, birth = excluded.birth, heartbeat = excluded.heartbeat
      """, doing: "writing who records")
    try statement.run([
      .text(process.space), .integer(process.pid), .text(process.birth), .real(Date().timeIntervalSince1970),
    ])
  }

  fileprivate func describe(_ description: RunDescription, fingerprint: String?) throws(RunStoreError) {
    let model = description.model
    let statement = try insert(
      into: "run",
      """
      id, name, task, cell, wiring, neurons, parameters, metric, started, description, fingerprint
      """)
    try statement.run([
      .integer(1), .text(description.name), .text(description.task.name), .text(model.cell),
      .text(model.wiring), .integer(model.neurons.count), .integer(model.parameterCount),
      .text(description.task.metricName), .real(description.startedAt.timeIntervalSince1970),
      .text(try RunJSON.encode(description, path: path)), fingerprint.map { .text($0) } ?? .null,
    ])
  }

  /// Claims the run for this process where no living process records it. Two processes cannot both succeed.
  fileprivate func claim(version: Int) throws(RunStoreError) {
    try transaction(doing: "claiming the run") { () throws(RunStoreError) in
      var queries = RunQueries(path: path, database: self, version: version)
      guard !queries.isWriterAlive() else { throw .beingRecorded(path: path) }
      if let damage = queries.damage { throw damage }
      try enterWriter()
    }
  }

  /// Drops what was recorded after a checkpoint, the outcome with it.
  fileprivate func cut(
    at sequence: Int, description: RunDescription?, fingerprint: String?
  ) throws(RunStoreError) -> RunWriter.Position {
    try transaction(doing: "going back to the checkpoint") { () throws(RunStoreError) in
      let places = try prepare(
        """
        SELECT 1 FROM checkpoints WHERE training_state IS NOT NULL AND model IS NOT NULL
        GROUP BY 1 HAVING max(sequence) = ?1
        UNION SELECT 1 WHERE ?1 = 0 AND NOT EXISTS (SELECT 1 FROM scalars)
        """, doing: "looking for the checkpoint")
      try places.bind([.integer(sequence)])
      guard try places.step() else {
        throw .notResumable(
          path: path, reason: "it has gone on meanwhile, or its checkpoint holds no training state")
      }
      for table in ["scalars", "frames", "events", "checkpoints"] {
        let statement = try prepare(
          "DELETE FROM \(table) WHERE sequence > ?", doing: "going back to the checkpoint")
        try statement.run([.integer(sequence)])
      }
      try execute("DELETE FROM outcome", doing: "going back to the checkpoint")
      // The final checkpoint is final no more.
      try execute(
        """
        UPDATE checkpoints SET kind = CASE has_validation WHEN 1 THEN 'best' ELSE 'periodic' END WHERE kind = 'final'
        """, doing: "going back to the checkpoint")
      if let description {
        let statement = try prepare("UPDATE run SET description = ?", doing: "writing the description")
        try statement.run([.text(try RunJSON.encode(description, path: path))])
      }
      if let fingerprint {
        let statement = try prepare("UPDATE run SET fingerprint = ?", doing: "writing the fingerprint")
        try statement.run([.text(fingerprint)])
      }
      let last = try prepare(
        "SELECT elapsed FROM frames WHERE is_key = 0 ORDER BY sequence DESC LIMIT 1",
        doing: "looking for the last frame")
      return RunWriter.Position(
        sequence: sequence,
        retentionLevel: try integer(
          "SELECT thinning FROM writer", doing: "reading how many frames are kept"),
        lastFrame: try last.step() ? last.real(0) : nil)
    }
  }
}
