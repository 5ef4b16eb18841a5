import CSQLite

/// One SQLite connection. Not Sendable: its owner (a queue, a mutex) serialises its use.
package final class Database {
  package enum Mode {
    /// An existing file, for writing.
    case readWrite
    /// An existing file that is never changed. A leftover WAL is read where the directory allows it.
    case readOnly
    /// A file on a medium that nobody can write to; a WAL beside it is ignored.
    case immutable
    case memory
  }

  /// The path that errors name.
  package let path: String
  private let handle: OpaquePointer
  /// Where `keepLog` has SQLite count; nil before.
  private var logPages: UnsafeMutablePointer<Int32>?

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
    // Closes at once: every statement keeps this object alive. No commit can count pages after that.
    sqlite3_close_v2(handle)
    logPages?.deallocate()
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

  /// The bytes of a file that holds the same.
  package func serialized() throws(RunStoreError) -> [UInt8] {
    var size: sqlite3_int64 = 0
    guard let bytes = sqlite3_serialize(handle, "main", &size, 0) else { throw error(doing: "copying") }
    defer { sqlite3_free(bytes) }
    // SQLite made it for us alone, of this size.
    return [UInt8](UnsafeBufferPointer(start: bytes, count: Int(size)))
  }

  /// Rows that the last statement changed.
  var changes: Int { Int(sqlite3_changes(handle)) }

  /// The last failure of this connection.
  package func error(doing: String) -> RunStoreError {
    .sqlite(
      path: path, code: sqlite3_extended_errcode(handle),
      message: Self.cause(in: String(cString: sqlite3_errmsg(handle))), doing: doing)
  }

  /// What SQLite says went wrong, on one line and without what it quotes of the file: its own SQL, and names in it. Reports of
  /// a check have a line for each finding, of which the first counts.
  package static func cause(in report: String) -> String {
    let lines = report.split(whereSeparator: \.isNewline).map(String.init)
    let finding = lines.first { !$0.hasPrefix("***") } ?? lines.first ?? ""
    guard finding.hasPrefix("malformed database schema") else { return finding }
    return "malformed database schema"
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

  /// Makes the connection safe for untrusted files: no views, triggers or functions of the file are run, and the size of
  /// values and statements is limited.
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

  /// Forbids SQL that writes past SQLite's own checks.
  func defend() { _ = lnn_sqlite_configure(handle, SQLITE_DBCONFIG_DEFENSIVE, 1) }

  /// Bounds the memory and time of reading a file of `bytes` bytes: no value is longer than the file, and no query looks at
  /// more rows than fit into it. Otherwise pages that form a cycle would keep a query running for ever.
  ///
  /// A query beyond its bound fails with `SQLITE_INTERRUPT`.
  func boundReading(bytes: Int) {
    sqlite3_limit(
      handle, SQLITE_LIMIT_LENGTH, Int32(clamping: min(Int(Self.largestValue), max(1 << 20, bytes))))
    // SQLite interrupts a statement after this many instructions: about 40 per row, and a row takes at least a dozen bytes.
    let instructions = Int32(clamping: 20_000_000 + 8 * min(bytes, 1 << 40))
    sqlite3_progress_handler(handle, instructions, { _ in 1 }, nil)
  }

  /// Removes the bounds of reading, for a connection that will write.
  func liftBounds() {
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Int32.max)
    sqlite3_progress_handler(handle, 0, nil, nil)
  }

  /// From now on what is in the WAL goes into the file by `checkpoint` alone: neither a commit nor the end of the connection
  /// moves it, nor is the WAL removed at the end.
  func keepLog() {
    _ = lnn_sqlite_configure(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    let pages = logPages ?? .allocate(capacity: 1)
    pages.initialize(to: 0)
    logPages = pages
    // Takes the place of SQLite's own hook, which makes checkpoints. Called during commits of this connection only, and the
    // memory outlives the connection.
    sqlite3_wal_hook(
      handle,
      { context, _, _, count in
        context?.assumingMemoryBound(to: Int32.self).pointee = count
        return SQLITE_OK
      }, pages)
  }

  /// Pages in the WAL after the last commit; 0 before `keepLog`.
  var pagesInLog: Int { Int(logPages?.pointee ?? 0) }

  /// True where the file or the disk is write-protected, which SQLite does not report when it opens a file.
  var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

  /// No text, blob or row of a file may be longer, in bytes.
  static let largestValue: Int32 = 256 << 20

  /// The bytes that the file's header promises and those that are there, where the latter are fewer: the file is truncated.
  /// A WAL may hold what the file does not, so ask only where there is none.
  func missingBytes() -> (promised: Int, present: Int)? {
    // The page size stands at offset 16, the number of pages at offset 28, both big-endian.
    guard let header = fileBytes(count: 32, at: 0), let present = fileSize else { return nil }
    let declared = Int(header[16]) << 8 | Int(header[17])
    let pageSize = declared == 1 ? 65_536 : declared
    let pages = header[28..<32].reduce(0) { $0 << 8 | Int($1) }
    let promised = pages * pageSize
    return present < promised ? (promised, present) : nil
  }

  /// Bytes of the file itself, whatever a WAL has for them; nil where it is shorter.
  func fileBytes(count: Int, at offset: Int64) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let code = lnn_sqlite_read_file(handle, &bytes, Int32(count), offset)
    return code == SQLITE_OK ? bytes : nil
  }

  var fileSize: Int? {
    var size: sqlite3_int64 = 0
    return lnn_sqlite_file_size(handle, &size) == SQLITE_OK ? Int(size) : nil
  }
}
