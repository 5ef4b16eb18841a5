import Foundation

/// What a path leads to. Told without opening it, because opening a pipe would wait for its writer.
enum FileKind: Hashable {
  case absent, danglingLink, folder, regular, pipe, terminal, device, socket

  init(of path: String) {
    var status = stat()
    guard stat(path.isEmpty ? "." : path, &status) == 0 else {
      self = lstat(path, &status) == 0 ? .danglingLink : .absent
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: self = .folder
    case S_IFREG: self = .regular
    case S_IFIFO: self = .pipe
    case S_IFSOCK: self = .socket
    // Somebody may type the rows.
    case S_IFCHR where Self.isTerminal(path): self = .terminal
    default: self = .device
    }
  }

  private static func isTerminal(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return isatty(descriptor) == 1
  }

  /// Whether it is neither a file nor a folder.
  var isSpecial: Bool {
    switch self {
    case .pipe, .terminal, .device, .socket: true
    case .absent, .danglingLink, .folder, .regular: false
    }
  }

  /// Why it cannot be read; nil if it can.
  fileprivate var objection: DataError.Problem? {
    switch self {
    case .absent: .missingFile
    case .danglingLink: .danglingLink
    case .folder: .directory
    case .device: .special(kind: "a device")
    case .socket: .special(kind: "a socket")
    case .regular, .pipe, .terminal: nil
    }
  }
}

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

  /// Waits for the writer where the path leads to a pipe; `-` is standard input.
  init(path: String, limits: ReadingLimits = .standard) throws(DataError) {
    let place = try path == StandardInput.name ? StandardInput.path(limits: limits) : path
    if let objection = FileKind(of: place).objection { throw DataError(objection, file: path) }
    descriptor = open(place, O_RDONLY | O_CLOEXEC)
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
