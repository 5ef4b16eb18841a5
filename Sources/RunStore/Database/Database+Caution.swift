import CSQLite

extension Database {
  /// Makes the connection safe for files from strangers: no views, triggers or functions of the file are run, and what
  /// it may ask for is limited.
  package func distrust() {
    for option in [
      SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_ENABLE_TRIGGER,
    ] {
      _ = lnn_sqlite_configure(handle, option, 0)
    }
    // Our own layout and queries need far less.
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
    sqlite3_limit(handle, SQLITE_LIMIT_EXPR_DEPTH, 100)
    sqlite3_limit(handle, SQLITE_LIMIT_COLUMN, 200)
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Self.largestValue)
  }

  /// Forbids everything by which SQL could write past SQLite's own checks.
  func defend() { _ = lnn_sqlite_configure(handle, SQLITE_DBCONFIG_DEFENSIVE, 1) }

  /// Bounds what reading a file of `bytes` bytes may take: no value can be longer than the file, and no query has to
  /// look at more rows than fit into it. Pages that lead in circles would otherwise occupy memory and time for ever.
  ///
  /// A query beyond its bound fails with `SQLITE_INTERRUPT`.
  func boundReading(bytes: Int) {
    sqlite3_limit(
      handle, SQLITE_LIMIT_LENGTH, Int32(clamping: min(Int(Self.largestValue), max(1 << 20, bytes))))
    // SQLite counts the instructions of each statement, and asks after this many whether to go on: some 40 a row, of
    // which the smallest takes a dozen bytes.
    let instructions = Int32(clamping: 20_000_000 + 8 * min(bytes, 1 << 40))
    sqlite3_progress_handler(handle, instructions, { _ in 1 }, nil)
  }

  /// Lifts the bounds of reading, for a connection that goes on to write.
  func liftBounds() {
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Int32.max)
    sqlite3_progress_handler(handle, 0, nil, nil)
  }

  /// True where the file or the disk is write-protected; SQLite opens it all the same.
  var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

  /// No text, blob or row of a file may be longer, in bytes.
  static let largestValue: Int32 = 256 << 20
}
