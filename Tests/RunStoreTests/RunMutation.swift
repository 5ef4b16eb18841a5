import Foundation
import Liquid
import RunStore

/// One way to spoil a run file, chosen by a seed.
struct RunMutation {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// Writes a spoiled copy.
  mutating func write(_ whole: [UInt8], to path: String) throws {
    var bytes = whole
    let way = Int.random(in: 0..<8, using: &generator)
    if way >= 4 {
      try RunStoreTests.write(bytes, to: path)
      spoilContents(of: path)
      bytes = RunStoreTests.bytes(of: path)
    }
    switch way {
    case 0, 4: flip(&bytes)
    case 1: bytes.removeLast(Int.random(in: 0...bytes.count, using: &generator))
    case 2: swapPages(&bytes)
    case 3, 5:
      flip(&bytes)
      swapPages(&bytes)
    default: break
    }
    try RunStoreTests.write(bytes, to: path)
  }

  private mutating func flip(_ bytes: inout [UInt8]) {
    guard bytes.count >= 4_096 else { return }
    for _ in 0..<Int.random(in: 1...30, using: &generator) {
      // Half of the changes go where SQLite keeps its structure.
      let page = Int.random(in: 0..<bytes.count / 4_096, using: &generator) * 4_096
      let within = Bool.random(using: &generator) ? 64 : 4_096
      let offset = page + Int.random(in: 0..<within, using: &generator)
      bytes[offset] =
        [0, 0xFF, 0x7F, 0x80, UInt8.random(in: 0...255, using: &generator)].randomElement(using: &generator)
        ?? 0
    }
  }

  /// Pages in the place of others: trees that lead in circles.
  private mutating func swapPages(_ bytes: inout [UInt8]) {
    guard bytes.count >= 8_192 else { return }
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let from = Int.random(in: 1..<bytes.count / 4_096, using: &generator) * 4_096
      let to = Int.random(in: 1..<bytes.count / 4_096, using: &generator) * 4_096
      bytes.replaceSubrange(to..<to + 4_096, with: Array(bytes[from..<from + 4_096]))
    }
  }

  private static let columns = [
    "run": ["name", "task", "neurons", "started", "description", "fingerprint"],
    "writer": ["space", "pid", "birth", "heartbeat", "thinning"],
    "scalars": ["sequence", "step", "epoch", "elapsed", "loss", "has_validation", "validation_loss"],
    "frames": [
      "sequence", "step", "elapsed", "is_key", "state", "probe_index", "probe_count", "perturbations",
      "interventions", "nominal", "perturbed", "synapses", "drive", "stream",
      "explanation",
    ],
    "events": ["sequence", "kind", "step", "elapsed", "detail"],
    "checkpoints": ["sequence", "kind", "step", "has_validation", "model", "training_state"],
    "labels": ["id", "kind", "text", "at"],
    "outcome": ["outcome"],
  ]

  private static let values = [
    "NULL", "-1", "0", "1", "9223372036854775807", "-9223372036854775808", "9e999", "-9e999", "1e-320", "''",
    "'text'",
    "x''", "x'01'", "x'C328FF00'", "zeroblob(100000)", "randomblob(5000)", "'[[[[[[['", "'{}'", "'[]'",
    "x'010300000010FFFFFFFF'", "x'0105FFFFFFFF7FFFFFFF0000'", "printf('%.50000c', 'x')",
    "char(27, 91, 50, 74, 10)",
  ]

  private static let layouts = [
    "CREATE VIEW TABLE_ AS SELECT * FROM run", "CREATE VIEW TABLE_ AS SELECT * FROM TABLE_",
    "CREATE VIRTUAL TABLE TABLE_ USING fts4(a, b)", "CREATE TABLE TABLE_ (sequence INTEGER PRIMARY KEY)",
    "CREATE TABLE TABLE_ (sequence INTEGER PRIMARY KEY, step AS (sequence * 1e300))",
    "CREATE TABLE TABLE_ (a, b, c, PRIMARY KEY (a)) WITHOUT ROWID",
  ]

  /// Wrong types, huge numbers, tables that are something else.
  private mutating func spoilContents(of path: String) {
    guard let database = try? Database(path: path, mode: .readWrite) else { return }
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      // A statement that SQLite refuses has spoiled nothing, and the next one is tried.
      try? database.execute(statement(), doing: "spoiling")
    }
  }

  private mutating func statement() -> String {
    let table = Self.columns.keys.sorted().randomElement(using: &generator) ?? "run"
    let column = Self.columns[table]?.randomElement(using: &generator) ?? "id"
    let value = Self.values.randomElement(using: &generator) ?? "NULL"
    switch Int.random(in: 0..<10, using: &generator) {
    case 0:
      let layout = Self.layouts.randomElement(using: &generator) ?? ""
      return "DROP TABLE \(table); " + layout.replacingOccurrences(of: "TABLE_", with: table)
    case 1: return "DELETE FROM \(table)"
    case 2: return "CREATE TRIGGER t\(column) AFTER UPDATE ON \(table) BEGIN DELETE FROM scalars; END"
    case 3: return "CREATE INDEX i\(column) ON \(table) (abs(\(column)))"
    case 4:
      return
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = \(Int.random(in: 0...60, using: &generator))"
        + " WHERE name = '\(table)'"
    default:
      return
        "UPDATE \(table) SET \(column) = \(value) WHERE rowid % \(Int.random(in: 1...3, using: &generator)) = 0"
    }
  }
}
