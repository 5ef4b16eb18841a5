import Foundation
import Synchronization
import Text

/// What comes through standard input, named `-` where files are: copied once into a file without a name, so that it can
/// be read as often as any other.
enum StandardInput {
  static let name = "-"

  /// The path of the copy; nil before the first use.
  private static let copy = Mutex<String?>(nil)

  /// The path at which the copy can be opened, made on the first call.
  static func path(limits: ReadingLimits) throws(DataError) -> String {
    let result = copy.withLock { path -> Result<String, DataError> in
      if let path { return .success(path) }
      do throws(DataError) {
        let made = try spooled(limit: min(limits.pipedBytes, limits.bytesInMemory))
        path = made
        return .success(made)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private static func spooled(limit: Int) throws(DataError) -> String {
    // The program would wait for someone to type the data.
    guard isatty(STDIN_FILENO) == 0 else { throw DataError(.nothingPiped, file: name) }
    let (descriptor, path) = try temporaryFile()
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    var size = 0
    while true {
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count == 0 { break }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw failure()
      }
      size += count
      guard size <= limit else { throw DataError(.tooManyPipedBytes(limit: limit), file: name) }
      try append(chunk[..<count], to: descriptor)
    }
    return path
  }

  /// A new file, and a path at which it can be opened until the program ends.
  private static func temporaryFile() throws(DataError) -> (descriptor: Int32, path: String) {
    let folder = FileManager.default.temporaryDirectory.path
    // `mkstemp` replaces the last six letters.
    let placeholder = String(repeating: "X", count: 6)
    var template = Array(joinedPath(folder, "lnn-top-\(placeholder)").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure() }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? ""
    #if os(Linux)
      // It is gone with the process, as is its only name.
      unlink(path)
      return (descriptor, "/proc/self/fd/\(descriptor)")
    #else
      // Elsewhere what is opened by its descriptor goes on where that one was read to.
      atexit { StandardInput.copy.withLock { path in _ = path.map { unlink($0) } } }
      return (descriptor, path)
    #endif
  }

  private static func append(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(DataError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure() }
      rest = rest.dropFirst(count)
    }
  }

  private static func failure() -> DataError {
    DataError(.unreadable(reason: String(cString: strerror(errno))), file: name)
  }
}
