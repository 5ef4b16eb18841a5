import CArchive
import Text

/// A packed file or an archive, unpacked by libarchive while it is read: `nextMember` goes to the next file in it,
/// whose bytes `append` then gives.
final class Archive {
  // Sound: only deinit frees it, and only this object uses it.
  private let archive: OpaquePointer
  private let file: DiskFile?
  // libarchive reads from it while the archive is open, so it must not move; only deinit frees it.
  private let memory: UnsafeMutableBufferPointer<UInt8>?
  private let path: String
  private let limit: Int
  private var unpacked = 0
  private var isInMember = false
  private var chunk = [UInt8](repeating: 0, count: 1 << 18)

  /// Reads a regular file.
  init(_ file: DiskFile, path: String, limits: ReadingLimits) throws(DataError) {
    self.file = file
    self.path = path
    memory = nil
    limit = limits.unpackedLimit(ofSize: file.size)
    archive = try Self.makeReader(path)
    guard archive_read_open_fd(archive, file.descriptor, 1 << 18) == ARCHIVE_OK else { throw failure() }
  }

  /// Reads bytes in memory, such as those of a pipe.
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

  /// Whether a file with these first bytes is packed: gzip, bzip2, xz, zstd, or a tar or zip archive.
  static func isPacked(_ head: some Collection<UInt8>) -> Bool {
    let head = Array(head)
    let magics: [[UInt8]] = [
      [0x1F, 0x8B], Array("BZh".utf8), [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], [0x28, 0xB5, 0x2F, 0xFD],
      Array("PK\u{3}\u{4}".utf8),
    ]
    if magics.contains(where: head.starts(with:)) { return true }
    return head.count >= 262 && head[257..<262].elementsEqual("ustar".utf8)
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

  /// How far into the file on disk reading has come.
  var position: Int { Int(clamping: archive_filter_bytes(archive, -1)) }

  /// Whether this is one packed file without a name; known after the first `nextMember`.
  private(set) var isSingleFile = false

  /// The name of the next file, skipping folders and links; nil at the end.
  func nextMember() throws(DataError) -> String? {
    while true {
      try skipRest()
      var entry: OpaquePointer?
      let status = archive_read_next_header(archive, &entry)
      if status == ARCHIVE_EOF { return nil }
      guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw failure() }
      isInMember = true
      isSingleFile = archive_format(archive) == ARCHIVE_FORMAT_RAW
      guard isSingleFile || archive_entry_filetype(entry) & 0o170000 == 0o100000 else { continue }
      guard archive_entry_hardlink(entry) == nil else { continue }
      return name(of: entry)
    }
  }

  /// Goes to the end of a member that was not read. In a tar archive that unpacks it, which `append` limits; a zip
  /// archive leaps over it.
  private func skipRest() throws(DataError) {
    guard isInMember else { return }
    isInMember = false
    guard archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_TAR else { return }
    while try readChunk() > 0 {}
  }

  private func name(of entry: OpaquePointer) -> String {
    guard let text = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else { return "?" }
    var name = Substring(String(cString: text))
    while name.hasPrefix("./") { name = name.dropFirst(2) }
    return String(name)
  }

  /// Appends the next bytes of the current member; returns false at its end.
  func append(to bytes: inout [UInt8]) throws(DataError) -> Bool {
    let count = try readChunk()
    bytes.append(contentsOf: chunk[..<count])
    return count > 0
  }

  /// Fills the chunk with the next bytes of the current member; returns their number, 0 at its end.
  private func readChunk() throws(DataError) -> Int {
    let count = archive_read_data(archive, &chunk, chunk.count)
    guard count >= 0 else { throw failure() }
    unpacked += count
    // A tar archive of nothing but names has no data, yet it has been unpacked.
    if max(unpacked, Int(clamping: archive_filter_bytes(archive, 0))) > limit {
      throw DataError(.unpacksTooLarge(limit: limit), file: path)
    }
    return count
  }

  private func failure() -> DataError {
    let reason = archive_error_string(archive).map { String(cString: $0) } ?? "it is damaged"
    return DataError(.malformed(format: "a packed file", reason: reason.displayed), file: path)
  }
}
