extension RunSchema {
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
  ]
}
