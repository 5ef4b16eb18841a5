import CSQLite

extension Database {
  /// Bytes that the file's header promises and bytes that are there, where the latter are fewer: the file was cut
  /// off. A WAL may hold what the file does not, so ask only where there is none.
  func missingBytes() -> (promised: Int, present: Int)? {
    // The page size stands at offset 16, the number of pages at offset 28, both big-endian.
    guard let header = fileBytes(count: 32, at: 0), let present = fileSize else { return nil }
    let declared = Int(header[16]) << 8 | Int(header[17])
    let pageSize = declared == 1 ? 65_536 : declared
    let pages = header[28..<32].reduce(0) { $0 << 8 | Int($1) }
    let promised = pages * pageSize
    return present < promised ? (promised, present) : nil
  }

  private func fileBytes(count: Int, at offset: Int64) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let code = lnn_sqlite_read_file(handle, &bytes, Int32(count), offset)
    return code == SQLITE_OK ? bytes : nil
  }

  private var fileSize: Int? {
    var size: sqlite3_int64 = 0
    return lnn_sqlite_file_size(handle, &size) == SQLITE_OK ? Int(size) : nil
  }
}
