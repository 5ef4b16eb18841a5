import CSQLite

/// One SQLite connection. Not Sendable: whoever owns it (a queue, a mutex) serialises its use.
package final class Database {
  package enum Mode {
    /// An existing file, for writing.
    case readWrite
    /// An existing file that is never changed. A leftover WAL is read where the directory allows it.
    case readOnly
    /// A file on a medium that nobody can write to; a WAL beside it is not looked at.
    case immutable
    case memory
  }

  /// The path that errors name.
  package let path: String
  let handle: OpaquePointer

  /// - Parameter original: what errors name instead of `path`, where that is a copy.
  package init(path: String, mode: Mode, copyOf original: String? = nil) throws(RunStoreError) {
    self.path = original ?? path
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(Self.name(of: path, mode: mode), &opened, Self.flags(of: mode), nil)
    guard let opened, code == SQLITE_OK else {
      let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      let extended = opened.map { sqlite3_extended_errcode($0) } ?? code
      sqlite3_close_v2(opened)
      throw .sqlite(path: self.path, code: extended, message: message, doing: "opening")
    }
    handle = opened
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, 2_000)
  }

  deinit {
    // Closes once the last statement is finalised.
    sqlite3_close_v2(handle)
  }

  /// Runs SQL without results or parameters; several statements may be separated by semicolons.
  package func execute(_ sql: String, doing: String) throws(RunStoreError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(doing: doing) }
  }

  package func prepare(_ sql: String, doing: String) throws(RunStoreError) -> Statement {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(handle, sql, -1, 0, &statement, nil)
    guard code == SQLITE_OK, let statement else { throw error(doing: doing) }
    return Statement(handle: statement, database: self, doing: doing)
  }

  /// Runs `body` in one transaction, undone where it throws.
  package func transaction<Result>(
    doing: String, _ body: () throws(RunStoreError) -> Result
  ) throws(RunStoreError) -> Result {
    try execute("BEGIN IMMEDIATE", doing: doing)
    do throws(RunStoreError) {
      let result = try body()
      try execute("COMMIT", doing: doing)
      return result
    } catch {
      // SQLite may have rolled back by itself (disk full); a second failure adds nothing to the first.
      sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
      throw error
    }
  }

  /// The integer in the first column of the first row.
  package func integer(_ sql: String, doing: String) throws(RunStoreError) -> Int {
    let statement = try prepare(sql, doing: doing)
    return try statement.step() ? statement.integer(0) : 0
  }

  /// The text in the first column of the first row.
  package func text(_ sql: String, doing: String) throws(RunStoreError) -> String {
    let statement = try prepare(sql, doing: doing)
    return try statement.step() ? statement.text(0) : ""
  }

  /// Rows that the last statement changed.
  var changes: Int { Int(sqlite3_changes(handle)) }

  /// The last failure of this connection.
  package func error(doing: String) -> RunStoreError {
    .sqlite(
      path: path, code: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle)),
      doing: doing)
  }

  private static func flags(of mode: Mode) -> Int32 {
    switch mode {
    case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
    case .readOnly: SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
    case .immutable: SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
    case .memory: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    }
  }

  private static func name(of path: String, mode: Mode) -> String {
    // "./" keeps names such as ":memory:" and "file:x" from having a meaning.
    let plain = path.hasPrefix("/") ? path : "./" + path
    switch mode {
    case .readWrite, .readOnly: return plain
    case .memory: return ":memory:"
    case .immutable:
      let hex = Array("0123456789ABCDEF")
      let escaped = plain.utf8.map { byte -> String in
        let isPlain =
          (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "/")
          || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        return isPlain ? String(UnicodeScalar(byte)) : "%\(hex[Int(byte >> 4)])\(hex[Int(byte & 15)])"
      }
      return "file:" + escaped.joined() + "?immutable=1"
    }
  }
}
