import Telemetry

extension RunWriter {
  /// Opens an existing run to go on from a checkpoint: whatever was recorded after it is dropped, as it will be trained
  /// again.
  ///
  /// Until the last of three transactions (claim, migrate, cut) nothing is lost: where one fails, the run is as it was.
  convenience init(
    resuming path: String, at sequence: Int, description: RunDescription?, options: RunRecorder.Options
  ) throws(RunStoreError) {
    let opened = try RunFileOpening.openForWriting(path)
    let database = opened.database
    let health = try database.text("PRAGMA quick_check(1)", doing: "checking the run")
    guard health == "ok" else { throw .damaged(path: path, what: health) }
    try database.claim(version: opened.version)
    do throws(RunStoreError) {
      database.liftBounds()
      try RunSchema.migrate(database)
      try database.startLog()
      let position = try database.cut(
        at: sequence, description: description, fingerprint: options.fingerprint)
      try self.init(database, at: position, options: options)
    } catch {
      // The reason for giving up is the one worth telling.
      try? database.execute("UPDATE writer SET pid = NULL", doing: "giving the run back")
      _ = try? database.text("PRAGMA journal_mode = DELETE", doing: "giving the run back")
      throw error
    }
  }
}

extension Database {
  /// Takes the run over where no living process records it. No two processes can do so.
  fileprivate func claim(version: Int) throws(RunStoreError) {
    try transaction(doing: "taking the run over") { () throws(RunStoreError) in
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
      // What it ended with is not the end any more.
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
        thinning: try integer("SELECT thinning FROM writer", doing: "reading how frames were thinned out"),
        lastFrame: try last.step() ? last.real(0) : nil)
    }
  }
}
