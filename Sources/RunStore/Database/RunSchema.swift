/// The layout of a run file (`.lnnrun`): an SQLite database.
///
/// `application_id` is 0x4C4E4E52 ("LNNR"), `user_version` is the number of migrations applied. Every table
/// that grows with training has `sequence` as its key: one counter over all of them, so that the order of arrival is
/// kept. A REAL that is NULL is NaN (SQLite cannot store one); infinities are stored as they are.
///
/// | table | holds | since |
/// |---|---|---|
/// | `run` | one row: the description as JSON (the truth), and once more what listings of earlier versions show | 1 |
/// | | `fingerprint` of the data set it was trained on, NULL where unknown | 2 |
/// | `writer` | one row: which process records, NULL where none does, and when it last wrote (Unix seconds) | 1 |
/// | | `thinning`: how often every second frame was dropped, see `FrameRetention` | 2 |
/// | `scalars` | one row an optimiser step, exact doubles; validation where `has_validation` is 1 | 1 |
/// | `frames` | snapshots; traces as blobs (see `TraceCoding`), perturbations and interventions as JSON | 1 |
/// | | `drive`: the network in a closed loop (see `DriveCoding`), NULL where it was not tried | 3 |
/// | | `stream`: how a live stream stood (see `StreamCoding`), NULL for training on finished data | 4 |
/// | | `explanation`: of the probe's answer (see `ExplanationCoding`), NULL where there was none | 5 |
/// | | `words`: the tokens that the probe's steps read, as JSON, NULL where they are of no text | 6 |
/// | `events` | events, in words | 1 |
/// | `checkpoints` | model files; `model` is NULL where it was dropped for newer ones of its kind | 1 |
/// | | `training_state`: opaque; needed to go on from there with the same bits; NULL where there is none | 2 |
/// | `outcome` | one row once the run ended: the outcome as JSON | 1 |
/// | `labels` | what a person added: `tag` or `note`, the text, when (Unix seconds) | 2 |
///
/// A reader reads every version up to its own and never changes a file. A writer (which resumes the run or adds a label)
/// applies the missing migrations first. A file of a later version is refused. While a run is recorded it is in WAL mode; a
/// finished one is a single file. New files are in incremental auto-vacuum mode: pages of dropped frames are used again, and
/// returned to the file system when the run ends.
package enum RunSchema {
  package static let applicationID = 0x4C4E_4E52

  /// A change of the layout. Never edited once released: a later layout is a further migration.
  package struct Migration: Sendable {
    package let name: String
    package let sql: String
  }

  package static var version: Int { migrations.count }

  /// Applies the migrations up to `target` that the file does not have yet, each with its version in one transaction.
  package static func migrate(_ database: Database, to target: Int = version) throws(RunStoreError) {
    let present = try database.integer("PRAGMA user_version", doing: "reading the format")
    for (offset, migration) in migrations.prefix(target).enumerated() where offset >= present {
      try database.transaction(doing: migration.name) { () throws(RunStoreError) in
        // Another process may have done the same meanwhile.
        let reached = try database.integer("PRAGMA user_version", doing: "reading the format")
        guard reached == offset else { return }
        try database.execute(migration.sql, doing: migration.name)
        try database.execute("PRAGMA user_version = \(offset + 1)", doing: migration.name)
        try database.execute("PRAGMA application_id = \(applicationID)", doing: migration.name)
      }
    }
  }

  /// The tables and indexes of a file, as SQLite lists them.
  package static func objects(in database: Database) throws(RunStoreError) -> Set<String> {
    let statement = try database.prepare(
      "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema", doing: "reading the layout"
    )
    var objects: Set<String> = []
    while try statement.step() { objects.insert(statement.text(0)) }
    return objects
  }

  /// What `objects(in:)` gives for a sound file of a version; nil for versions that there are not, and where SQLite
  /// cannot even open a database in memory.
  package static func expectedObjects(version: Int) -> Set<String>? {
    layouts.indices.contains(version - 1) ? layouts[version - 1] : nil
  }

  private static let layouts: [Set<String>] = {
    do {
      let model = try Database(path: "memory", mode: .memory)
      var layouts: [Set<String>] = []
      for version in migrations.indices {
        try migrate(model, to: version + 1)
        layouts.append(try objects(in: model))
      }
      return layouts
    } catch {
      return []
    }
  }()

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
        """),
    Migration(
      name: "make room for training states, fingerprints and labels",
      sql: """
        ALTER TABLE run ADD COLUMN fingerprint TEXT;
        ALTER TABLE writer ADD COLUMN thinning INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE checkpoints ADD COLUMN training_state BLOB;
        CREATE TABLE labels (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, text TEXT NOT NULL, at REAL);
        """),
    Migration(name: "make room for drives", sql: "ALTER TABLE frames ADD COLUMN drive BLOB;"),
    Migration(name: "make room for streams", sql: "ALTER TABLE frames ADD COLUMN stream BLOB;"),
    Migration(name: "make room for explanations", sql: "ALTER TABLE frames ADD COLUMN explanation BLOB;"),
    Migration(name: "make room for words", sql: "ALTER TABLE frames ADD COLUMN words TEXT;"),
  ]
}
