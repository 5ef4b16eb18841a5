import Foundation
import RunStore

/// The results of a sweep in one SQLite file, `index.sqlite` in its folder: one file is read sooner than a thousand, and
/// other tools can ask it.
///
/// The results themselves stay the truth; the index is what was known of them when it was written. It is written whole
/// under a name of its own and put in place by a rename, so that nobody locks it and everybody reads a whole one, on a
/// network file system, too.
///
///     sqlite3 index.sqlite "SELECT trial, avg(metric) FROM runs GROUP BY trial ORDER BY 2 DESC LIMIT 5"
package struct SweepIndex: Sendable {
  private let folder: SweepFolder
  /// What is known.
  package var results: [String: SweepResult] { known.mapValues(\.result) }
  /// Each with its file's stamp: a result that was deleted and made again is another one.
  private var known: [String: (stamp: String, result: SweepResult)] = [:]
  /// Whether the file holds all of it.
  private var isWritten: Bool

  private static let version = 2
  private static let columns =
    "key TEXT PRIMARY KEY, trial INTEGER NOT NULL, seed INTEGER NOT NULL, state TEXT NOT NULL, metric REAL, loss REAL,"
    + " parameters INTEGER, seconds REAL, options TEXT NOT NULL, result TEXT NOT NULL,"
    + " stamp TEXT NOT NULL"

  /// - Parameter folder: whose index is read where there is one.
  package init(_ folder: SweepFolder) {
    self.folder = folder
    let written = try? Self.read(folder.indexPath)
    known = written ?? [:]
    isWritten = written != nil
  }

  /// Takes in what has come since.
  ///
  /// - Returns: whether something had.
  @discardableResult
  package mutating func refresh() -> Bool {
    let keys = folder.resultKeys()
    let before = known.count
    known = known.filter { keys.contains($0.key) }
    var hasChanged = known.count != before
    for key in keys {
      let stamp = folder.resultStamp(key)
      guard known[key]?.stamp != stamp else { continue }
      let result = folder.result(key)
      hasChanged = hasChanged || result != known[key]?.result
      known[key] = result.map { (stamp, $0) }
    }
    if hasChanged { isWritten = false }
    return hasChanged
  }

  /// Writes the file anew where it lacks a result. A folder that cannot be written goes without one.
  package mutating func write(_ plan: SweepPlan) {
    guard !isWritten else { return }
    let draft = folder.indexPath + ".\(getpid()).\(UInt32.random(in: 0 ... .max))"
    defer { unlink(draft) }
    guard (try? save(plan, as: draft)) != nil, rename(draft, folder.indexPath) == 0 else { return }
    isWritten = true
  }

  private func save(_ plan: SweepPlan, as path: String) throws {
    // Made in memory and written as one piece: SQLite locks a file that it writes.
    let database = try Database(path: folder.indexPath, mode: .memory)
    try database.execute("CREATE TABLE runs (\(Self.columns)) WITHOUT ROWID", doing: "making the index")
    try database.execute("PRAGMA user_version = \(Self.version)", doing: "making the index")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try database.transaction(doing: "writing the index") { () throws(RunStoreError) in
      let row = try database.prepare(
        "INSERT INTO runs VALUES (?,?,?,?,?,?,?,?,?,?,?)", doing: "writing the index")
      for job in plan.jobs {
        guard let (stamp, result) = known[job.key], let text = try? encoder.encode(result),
          let options = try? encoder.encode(job.values)
        else { continue }
        func real(_ value: Double?) -> Statement.Value { value.map { .real($0) } ?? .null }
        try row.run([
          .text(job.key), .integer(job.trial + 1), .integer(Int(clamping: job.seed)),
          .text(result.state.rawValue),
          real(result.metric), real(result.loss), result.parameters.map { .integer($0) } ?? .null,
          real(result.seconds), .text(String(decoding: options, as: UTF8.self)),
          .text(String(decoding: text, as: UTF8.self)), .text(stamp),
        ])
      }
    }
    try Data(try database.serialized()).write(to: URL(filePath: path))
  }

  private static func read(_ path: String) throws -> [String: (stamp: String, result: SweepResult)] {
    guard FileManager.default.fileExists(atPath: path) else { return [:] }
    let database = try Database(path: path, mode: .immutable)
    database.distrust()
    guard try database.integer("PRAGMA user_version", doing: "reading the index") == version else {
      return [:]
    }
    let row = try database.prepare("SELECT result, stamp FROM runs", doing: "reading the index")
    var results: [String: (stamp: String, result: SweepResult)] = [:]
    while try row.step() {
      guard let result = try? JSONDecoder().decode(SweepResult.self, from: Data(row.text(0).utf8)) else {
        continue
      }
      results[result.key] = (row.text(1), result)
    }
    return results
  }
}
