import CArchive

/// A packed file or an archive, unpacked on the fly by libarchive: one member after another, each read as a source of
/// bytes until the next one is asked for.
final class ArchiveSource: ByteSource {
  // Freed by deinit alone, and used only through this object.
  private let archive: OpaquePointer
  private let file: FileSource?
  // libarchive reads from it as long as the archive is open, so it must not move.
  private let memory: UnsafeMutableBufferPointer<UInt8>?
  private let path: String
  private let limit: Int
  private var unpacked = 0
  private var chunk = [UInt8](repeating: 0, count: 1 << 18)

  /// Reads a regular file.
  init(_ file: FileSource, path: String, limits: ReadingLimits) throws(DataError) {
    self.file = file
    self.path = path
    memory = nil
    limit = limits.unpackedLimit(ofSize: file.size)
    archive = try Self.makeReader(path)
    guard archive_read_open_fd(archive, file.descriptor, 1 << 18) == ARCHIVE_OK else { throw failure() }
  }

  /// Reads what came through a pipe.
  init(bytes: [UInt8], path: String, limits: ReadingLimits) throws(DataError) {
    archive = try Self.makeReader(path)
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = copy.initialize(from: bytes)
    memory = copy
    file = nil
    self.path = path
    limit = limits.unpackedLimit(ofSize: bytes.count)
    guard archive_read_open_memory(archive, copy.baseAddress, copy.count) == ARCHIVE_OK else {
      throw failure()
    }
  }

  deinit {
    archive_read_free(archive)
    memory?.deallocate()
  }

  private static func makeReader(_ path: String) throws(DataError) -> OpaquePointer {
    guard let archive = archive_read_new() else {
      throw DataError(.unreadable(reason: "no memory"), file: path)
    }
    archive_read_support_filter_gzip(archive)
    archive_read_support_filter_bzip2(archive)
    archive_read_support_filter_xz(archive)
    archive_read_support_filter_zstd(archive)
    archive_read_support_format_tar(archive)
    archive_read_support_format_zip(archive)
    archive_read_support_format_raw(archive)
    return archive
  }

  var position: Int { Int(clamping: archive_filter_bytes(archive, -1)) }

  /// Whether this is one packed file without a name, known once its first member is.
  private(set) var isSingleFile = false

  /// The next member's name, folders and links left out; nil at the end.
  func nextMember() throws(DataError) -> String? {
    while true {
      var entry: OpaquePointer?
      let status = archive_read_next_header(archive, &entry)
      if status == ARCHIVE_EOF { return nil }
      guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw failure() }
      isSingleFile = archive_format(archive) == ARCHIVE_FORMAT_RAW
      guard isSingleFile || archive_entry_filetype(entry) & 0o170000 == 0o100000 else { continue }
      guard archive_entry_hardlink(entry) == nil else { continue }
      return name(of: entry)
    }
  }

  private func name(of entry: OpaquePointer) -> String {
    guard let text = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else { return "?" }
    var name = Substring(String(cString: text))
    while name.hasPrefix("./") { name = name.dropFirst(2) }
    return String(name)
  }

  /// The next bytes of the present member.
  func append(to bytes: inout [UInt8]) throws(DataError) -> Bool {
    let count = archive_read_data(archive, &chunk, chunk.count)
    guard count >= 0 else { throw failure() }
    unpacked += count
    if unpacked > limit { throw DataError(.unpacksTooLarge(limit: limit), file: path) }
    bytes.append(contentsOf: chunk[..<count])
    return count > 0
  }

  private func failure() -> DataError {
    let reason = archive_error_string(archive).map { String(cString: $0) } ?? "it is damaged"
    return DataError(.malformed(format: "a packed file", reason: reason.displayed), file: path)
  }
}
