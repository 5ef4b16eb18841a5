import Foundation

/// A file on disk that is open for reading.
final class DiskFile {
  let descriptor: Int32
  private let path: String
  /// The number of bytes read so far.
  private(set) var position = 0
  private var chunk = [UInt8](repeating: 0, count: 1 << 18)
  /// Whether it can be read again from the beginning; a pipe cannot.
  let isRegular: Bool
  /// In bytes; 0 unless it is a regular file.
  let size: Int

  init(path: String) throws(DataError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    self.path = path
    guard descriptor >= 0 else {
      let code = errno
      let reason = String(cString: strerror(code))
      throw DataError(code == ENOENT ? .missingFile : .unreadable(reason: reason), file: path)
    }
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    isRegular = isKnown && status.st_mode & S_IFMT == S_IFREG
    size = isRegular ? Int(clamping: status.st_size) : 0
    if isKnown, status.st_mode & S_IFMT == S_IFDIR { throw DataError(.directory, file: path) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Appends the next bytes; returns false at the end.
  func append(to bytes: inout [UInt8]) throws(DataError) -> Bool {
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count > 0 {
        bytes.append(contentsOf: chunk[..<count])
        position += count
        return true
      }
      if count == 0 { return false }
      let code = errno
      if code != EINTR { throw DataError(.unreadable(reason: String(cString: strerror(code))), file: path) }
    }
  }

  /// The first bytes of a regular file; reading still starts with them.
  func peek(_ count: Int) -> [UInt8] {
    var head = [UInt8](repeating: 0, count: count)
    let found = pread(descriptor, &head, count, 0)
    return Array(head.prefix(max(found, 0)))
  }
}
