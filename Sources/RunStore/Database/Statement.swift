import CSQLite

/// One prepared statement of a connection, which it keeps alive. Parameters count from 1, columns from 0, as
/// in SQLite.
package final class Statement {
  private let handle: OpaquePointer
  private let database: Database
  private let doing: String

  init(handle: OpaquePointer, database: Database, doing: String) {
    self.handle = handle
    self.database = database
    self.doing = doing
  }

  deinit { sqlite3_finalize(handle) }

  /// Moves to the next row; false after the last one.
  package func step() throws(RunStoreError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw database.error(doing: doing)
    }
  }

  /// Runs a statement without rows with these parameters, and leaves it ready to run again.
  package func run(_ values: [Value]) throws(RunStoreError) {
    defer {
      sqlite3_reset(handle)
      sqlite3_clear_bindings(handle)
    }
    try bind(values)
    _ = try step()
  }

  package func bind(_ values: [Value]) throws(RunStoreError) {
    for (offset, value) in values.enumerated() {
      guard bind(value, at: Int32(offset + 1)) == SQLITE_OK else { throw database.error(doing: doing) }
    }
  }

  /// The pointers are valid during the call, and SQLite copies the bytes within it (the shims pass
  /// SQLITE_TRANSIENT).
  private func bind(_ value: Value, at index: Int32) -> Int32 {
    switch value {
    case .null:
      return sqlite3_bind_null(handle, index)
    case .integer(let integer):
      return sqlite3_bind_int64(handle, index, Int64(integer))
    case .real(let real):
      return sqlite3_bind_double(handle, index, real)
    case .text(let text):
      var text = text
      return text.withUTF8 { bytes in
        // An empty buffer may have no address, which SQLite would take for NULL.
        guard let start = bytes.baseAddress else { return lnn_sqlite_bind_text(handle, index, "", 0) }
        return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
          lnn_sqlite_bind_text(handle, index, $0, Int32(clamping: bytes.count))
        }
      }
    case .blob(let bytes):
      return bytes.withUnsafeBytes { buffer in
        guard let start = buffer.baseAddress else { return sqlite3_bind_zeroblob(handle, index, 0) }
        return lnn_sqlite_bind_blob(handle, index, start, Int32(clamping: buffer.count))
      }
    }
  }
}

extension Statement {
  /// A parameter. SQLite stores a real NaN as NULL.
  package enum Value {
    case null
    case integer(Int)
    case real(Double)
    case text(String)
    case blob([UInt8])
  }

  package func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  package func integer(_ column: Int32) -> Int { Int(clamping: sqlite3_column_int64(handle, column)) }

  /// A count, step or index as it can occur in a run; nil where the file holds a number that would overflow
  /// somebody's arithmetic.
  package func count(_ column: Int32) -> Int? {
    let value = integer(column)
    return Self.plausibleCounts.contains(value) ? value : nil
  }

  package static let plausibleCounts = 0...(1 << 48)

  /// The real in a column; NaN where it is NULL.
  package func real(_ column: Int32) -> Double {
    isNull(column) ? .nan : sqlite3_column_double(handle, column)
  }

  /// The text in a column, with ill-formed UTF-8 repaired.
  package func text(_ column: Int32) -> String {
    // The pointer is valid until the next step; the bytes are copied at once.
    guard let start = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  package func blob(_ column: Int32) -> [UInt8] {
    // The pointer is valid until the next step; the bytes are copied at once.
    guard let start = sqlite3_column_blob(handle, column) else { return [] }
    return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
  }
}
