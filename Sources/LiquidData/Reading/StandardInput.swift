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
    let descriptor = try temporaryFile()
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
      try write(chunk[..<count], to: descriptor)
    }
    // It is gone with the process, as is its only name.
    return "/proc/self/fd/\(descriptor)"
  }

  private static func temporaryFile() throws(DataError) -> Int32 {
    let folder = FileManager.default.temporaryDirectory.path
    // `mkstemp` replaces the last six letters.
    let placeholder = String(repeating: "X", count: 6)
    var template = Array(joinedPath(folder, "lnn-top-\(placeholder)").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure() }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }

  private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(DataError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure() }
      rest = rest.dropFirst(count)
    }
  }

  private static func failure() -> DataError {
    DataError(.unreadable(reason: String(cString: strerror(errno))), file: name)
  }
}
