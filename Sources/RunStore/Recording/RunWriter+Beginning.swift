import Foundation
import Telemetry

extension RunWriter {
  /// Makes the file at `path` and writes the description.
  convenience init(
    path: String, description: RunDescription, overwrite: Bool, options: RunRecorder.Options
  ) throws(RunStoreError) {
    try RunFile.create(path, overwrite: overwrite) { draft throws(RunStoreError) in
      try Self.layOut(draft, description, options)
    }
    do throws(RunStoreError) {
      let database = try Database(path: path, mode: .readWrite)
      try database.startLog()
      try self.init(database, at: Position(), options: options)
    } catch {
      RunFile.remove(path)
      throw error
    }
  }

  /// Writes a run without a step into an empty file.
  private static func layOut(
    _ path: String, _ description: RunDescription, _ options: RunRecorder.Options
  ) throws(RunStoreError) {
    let database = try Database(path: path, mode: .readWrite)
    // Has to be said before anything is in the file.
    try database.execute("PRAGMA auto_vacuum = INCREMENTAL", doing: "starting the file")
    try RunSchema.migrate(database)
    try database.transaction(doing: "writing the description") { () throws(RunStoreError) in
      try database.describe(description, fingerprint: options.fingerprint)
      try database.enterWriter()
    }
  }
}

extension Database {
  /// What is committed goes into a log beside the file first: readers and the recorder never wait for one another.
  func startLog() throws(RunStoreError) {
    // NORMAL: a killed process loses nothing that was committed; a power cut at most the last seconds.
    _ = try text("PRAGMA journal_mode = WAL", doing: "starting the file")
    try execute("PRAGMA synchronous = NORMAL", doing: "starting the file")
  }

  /// Says that this process records the run.
  func enterWriter() throws(RunStoreError) {
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
}
