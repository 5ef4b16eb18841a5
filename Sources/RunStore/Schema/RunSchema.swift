/// The layout of a run file (`.lnnrun`): an SQLite database.
///
/// `application_id` is 0x4C4E4E52 ("LNNR"), `user_version` is the number of migrations applied. Every table
/// that grows has `sequence` as its key: one counter over all of them, so that the order of arrival is kept.
/// A REAL that is NULL is NaN (SQLite cannot store one); infinities are stored as they are.
///
/// | table | holds |
/// |---|---|
/// | `run` | one row: the description as JSON, and once more what listings show |
/// | `writer` | one row: which process records, and when it last wrote (Unix seconds) |
/// | `scalars` | one row an optimiser step, exact doubles; validation where `has_validation` is 1 |
/// | `frames` | snapshots; traces as blobs (see `TraceCoding`), perturbations and interventions as JSON |
/// | `events` | what happened, in words |
/// | `checkpoints` | model files; `model` is NULL where newer ones of its kind made it worthless |
/// | `outcome` | one row once the run ended: the outcome as JSON |
package enum RunSchema {
  package static let applicationID = 0x4C4E_4E52

  /// A change of the layout. Never edited once released: a later layout is a further migration.
  package struct Migration: Sendable {
    package let name: String
    package let sql: String
  }

  package static let migrations: [Migration] = [
    Migration(
      name: "create the tables of a run",
      sql: """
        CREATE TABLE run (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, task TEXT NOT NULL,
          cell TEXT NOT NULL, wiring TEXT NOT NULL, neurons INTEGER NOT NULL, parameters INTEGER NOT NULL,
          metric TEXT NOT NULL, started REAL, description TEXT NOT NULL);
        CREATE TABLE writer (id INTEGER PRIMARY KEY CHECK (id = 1), space TEXT, pid INTEGER, birth TEXT,
          heartbeat REAL);
        CREATE TABLE scalars (sequence INTEGER PRIMARY KEY, step INTEGER NOT NULL, epoch INTEGER NOT NULL,
          elapsed REAL, loss REAL, learning_rate REAL, gradient_norm REAL,
          has_validation INTEGER NOT NULL, validation_loss REAL, validation_metric REAL);
        CREATE INDEX validations ON scalars (validation_loss) WHERE has_validation = 1;
        CREATE TABLE frames (sequence INTEGER PRIMARY KEY, step INTEGER NOT NULL, epoch INTEGER NOT NULL,
          elapsed REAL, is_key INTEGER NOT NULL, state TEXT NOT NULL, learning_rate REAL,
          sequences_per_second REAL, remaining REAL, probe_index INTEGER NOT NULL,
          probe_count INTEGER NOT NULL, perturbations TEXT NOT NULL, interventions TEXT NOT NULL,
          nominal BLOB NOT NULL, perturbed BLOB, synapses BLOB);
        CREATE TABLE events (sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, step INTEGER NOT NULL,
          elapsed REAL, detail TEXT NOT NULL);
        CREATE TABLE checkpoints (sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, step INTEGER NOT NULL,
          has_validation INTEGER NOT NULL, validation_loss REAL, validation_metric REAL, model BLOB);
        CREATE TABLE outcome (id INTEGER PRIMARY KEY CHECK (id = 1), outcome TEXT NOT NULL);
        """)
  ]

  package static var version: Int { migrations.count }

  /// Applies the migrations that the file does not have yet, each with its version in one transaction.
  package static func migrate(_ database: Database) throws(RunStoreError) {
    let present = try database.integer("PRAGMA user_version", doing: "reading the format")
    for (offset, migration) in migrations.enumerated() where offset >= present {
      try database.transaction(doing: migration.name) { () throws(RunStoreError) in
        try database.execute(migration.sql, doing: migration.name)
        try database.execute("PRAGMA user_version = \(offset + 1)", doing: migration.name)
        try database.execute("PRAGMA application_id = \(applicationID)", doing: migration.name)
      }
    }
  }

  /// The tables and indexes of a file of this version, as SQLite lists them.
  package static func objects(in database: Database) throws(RunStoreError) -> Set<String> {
    let statement = try database.prepare(
      "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema", doing: "reading the layout"
    )
    var objects: Set<String> = []
    while try statement.step() { objects.insert(statement.text(0)) }
    return objects
  }

  /// What `objects(in:)` gives for a sound file; empty only where SQLite cannot even open a database in
  /// memory.
  package static let expectedObjects: Set<String> = {
    do {
      let model = try Database(path: "memory", mode: .memory)
      try migrate(model)
      return try objects(in: model)
    } catch {
      return []
    }
  }()
}
