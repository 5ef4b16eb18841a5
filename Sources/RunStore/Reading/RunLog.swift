import CSQLite

/// The WAL beside a run file: what SQLite has not moved into the file yet.
///
/// SQLite finds it by its name and applies it to whatever file has the run's name. Where a recorder was killed and its file
/// then replaced, that is another run, or none.
enum RunLog {
  /// Whether the WAL beside a file is another file's, so that to apply it would mix two runs.
  ///
  /// A file that is not in WAL mode, as every finished run, has none of its own. Of one that is, the WAL and the file name the
  /// same recorder: it enters itself into the file before anything is in the WAL.
  ///
  /// - Complexity: one `stat` where there is no WAL, else two small queries.
  static func isForeign(to path: String) -> Bool {
    guard let size = try? RunFile.size(of: path + "-wal"), size > headerSize,
      let alone = try? Database(path: path, mode: .immutable),
      let modes = alone.fileBytes(count: 2, at: 18)
    else { return false }
    guard modes.contains(walMode) else { return true }
    guard let own = recorder(in: alone) else { return false }
    // Read-only: a connection that can write moves the WAL into the file when it is closed.
    guard let merged = try? Database(path: path, mode: .readOnly), let shown = recorder(in: merged) else {
      return false
    }
    return own != shown
  }

  /// Of a WAL without any page.
  private static let headerSize = 32
  /// The file format's read and write versions in WAL mode.
  private static let walMode: UInt8 = 2

  /// The process that records, or recorded last; nil where that cannot be read.
  private static func recorder(in database: Database) -> [String]? {
    database.distrust()
    database.boundReading(bytes: RunFile.sizeOnDisk(of: database.path))
    guard
      let statement = try? database.prepare(
        "SELECT space, birth FROM writer WHERE id = 1", doing: "reading who records"),
      (try? statement.step()) == true
    else { return nil }
    return [statement.text(0), statement.text(1)]
  }
}
