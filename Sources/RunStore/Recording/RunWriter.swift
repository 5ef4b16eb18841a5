import Foundation
import Telemetry

/// Writes messages into an open run file. Used from one queue.
final class RunWriter {
  private let database: Database
  private let path: String
  private let identity: RunFile.Identity?
  private let checkpointsKept: Int?
  /// The key of the last row, one counter over all tables.
  private var sequence = 0
  private let insertScalars: Statement
  private let insertFrame: Statement
  private let insertEvent: Statement
  private let insertCheckpoint: Statement
  private let dropCheckpoints: Statement
  private let beat: Statement

  /// Lays out the empty file at `path` and writes the description.
  init(path: String, description: RunDescription, checkpointsKept: Int?) throws(RunStoreError) {
    let database = try Database(path: path, mode: .readWrite)
    self.database = database
    self.path = path
    self.checkpointsKept = checkpointsKept
    identity = RunFile.identity(of: path)
    // NORMAL: a killed process loses nothing that was committed; a power cut at most the last seconds.
    _ = try database.text("PRAGMA journal_mode = WAL", doing: "starting the file")
    try database.execute("PRAGMA synchronous = NORMAL", doing: "starting the file")
    try RunSchema.migrate(database)
    try Self.begin(database, description)
    insertScalars = try database.prepare(Self.insert(into: "scalars", columns: 10), doing: "writing scalars")
    insertFrame = try database.prepare(Self.insert(into: "frames", columns: 16), doing: "writing a frame")
    insertEvent = try database.prepare(Self.insert(into: "events", columns: 5), doing: "writing an event")
    insertCheckpoint = try database.prepare(
      Self.insert(into: "checkpoints", columns: 7), doing: "writing a checkpoint")
    dropCheckpoints = try database.prepare(
      """
      UPDATE checkpoints SET model = NULL WHERE model IS NOT NULL AND kind = ?1 AND sequence NOT IN
        (SELECT sequence FROM checkpoints WHERE kind = ?1 ORDER BY sequence DESC LIMIT ?2)
      """, doing: "dropping old checkpoints")
    beat = try database.prepare(
      "UPDATE writer SET heartbeat = ? WHERE id = 1", doing: "writing the heartbeat")
  }

  /// Commits all messages, or none where it throws.
  func write(_ messages: [Message]) throws(RunStoreError) {
    // Writing into a file that was unlinked succeeds, and all of it is lost.
    guard RunFile.identity(of: path) == identity else { throw .removed(path: path) }
    try database.transaction(doing: "recording") { () throws(RunStoreError) in
      for message in messages { try write(message) }
      try beat.run([.real(Date().timeIntervalSince1970)])
    }
  }

  /// Ends the recording: nobody writes any more, and what SQLite keeps beside the file goes into it.
  ///
  /// While another process reads the file, SQLite's two files stay beside it; the run is complete all the
  /// same.
  func finish() throws(RunStoreError) {
    try database.execute("UPDATE writer SET pid = NULL", doing: "completing the run")
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE)", doing: "completing the run")
    do throws(RunStoreError) {
      _ = try database.text("PRAGMA journal_mode = DELETE", doing: "completing the run")
    } catch .sqlite(_, let code, _, _) where code & 0xff == 5 {
      return
    }
  }

  private func write(_ message: Message) throws(RunStoreError) {
    sequence += 1
    switch message {
    case .scalars(let scalars): try write(scalars)
    case .frame(let frame, let isKey): try write(frame, isKey: isKey)
    case .event(let event):
      try insertEvent.run([
        .integer(sequence), .text(event.kind.rawValue), .integer(event.step), .real(event.elapsed),
        .text(event.detail),
      ])
    case .checkpoint(let checkpoint): try write(checkpoint)
    case .finished(let outcome):
      let statement = try database.prepare(
        "INSERT OR REPLACE INTO outcome VALUES (1, ?)", doing: "writing the outcome")
      try statement.run([.text(try RunJSON.encode(outcome, path: path))])
    }
  }

  private func write(_ scalars: StepScalars) throws(RunStoreError) {
    try insertScalars.run(
      [
        .integer(sequence), .integer(scalars.step), .integer(scalars.epoch), .real(scalars.elapsed),
        .real(scalars.loss), .real(scalars.learningRate), .real(scalars.gradientNorm),
      ] + Self.values(of: scalars.validation))
  }

  private func write(_ frame: Frame, isKey: Bool) throws(RunStoreError) {
    let probe = frame.probe
    try insertFrame.run([
      .integer(sequence), .integer(frame.step), .integer(frame.epoch), .real(frame.elapsed),
      .integer(isKey ? 1 : 0), .text(frame.state.rawValue), .real(frame.learningRate),
      .real(frame.sequencesPerSecond), frame.remaining.map { .real($0) } ?? .null,
      .integer(probe.index), .integer(probe.count),
      .text(try RunJSON.encode(StoredPerturbations(frame), path: path)),
      .text(try RunJSON.encode(frame.interventions, path: path)),
      .blob(TraceCoding.encode(probe.nominal)),
      probe.perturbed.map { .blob(TraceCoding.encode($0)) } ?? .null,
      probe.synapses.map { .blob(TraceCoding.encode($0)) } ?? .null,
    ])
  }

  private func write(_ checkpoint: Checkpoint) throws(RunStoreError) {
    try insertCheckpoint.run(
      [.integer(sequence), .text(checkpoint.kind.rawValue), .integer(checkpoint.step)]
        + Self.values(of: checkpoint.validation) + [.blob(checkpoint.model)])
    if let checkpointsKept, checkpoint.kind != .final {
      try dropCheckpoints.run([.text(checkpoint.kind.rawValue), .integer(max(1, checkpointsKept))])
    }
  }

  private static func values(of validation: Validation?) -> [Statement.Value] {
    guard let validation else { return [.integer(0), .null, .null] }
    return [.integer(1), .real(validation.loss), .real(validation.metric)]
  }

  private static func insert(into table: String, columns: Int) -> String {
    "INSERT INTO \(table) VALUES (\(Array(repeating: "?", count: columns).joined(separator: ", ")))"
  }

  private static func begin(_ database: Database, _ description: RunDescription) throws(RunStoreError) {
    let model = description.model
    let process = ProcessIdentity.current
    let json = try RunJSON.encode(description, path: database.path)
    try database.transaction(doing: "writing the description") { () throws(RunStoreError) in
      let run = try database.prepare(insert(into: "run", columns: 10), doing: "writing the description")
      try run.run([
        .integer(1), .text(description.name), .text(description.task.name), .text(model.cell),
        .text(model.wiring), .integer(model.neurons.count), .integer(model.parameterCount),
        .text(description.task.metricName), .real(description.startedAt.timeIntervalSince1970), .text(json),
      ])
      let writer = try database.prepare(insert(into: "writer", columns: 5), doing: "writing the description")
      try writer.run([
        .integer(1), .text(process.space), .integer(process.pid), .text(process.birth),
        .real(Date().timeIntervalSince1970),
      ])
    }
  }
}
