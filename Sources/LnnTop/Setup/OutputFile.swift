import Foundation
import Glibc

/// A file that a command writes at its end: checked at its beginning, so that no work is in vain and nothing else is
/// overwritten.
struct OutputFile {
  let path: String

  /// - Parameter mayReplace: whether the bytes of a file that exists already are of the kind that will be written.
  /// - Throws: where the file cannot be written, or another one is in its place.
  init(path: String, mayReplace: ([UInt8]) -> Bool) throws {
    self.path = path
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard access(folder, F_OK) == 0 else {
      throw CommandFailure("\(path) cannot be written: there is no folder \(folder)")
    }
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard access(folder, W_OK) == 0 else { throw Self.refusal(path) }
      return
    }
    guard access(path, W_OK) == 0 else { throw Self.refusal(path) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { return }
    let bytes = (try? Data(contentsOf: URL(fileURLWithPath: path))).map { [UInt8]($0) } ?? []
    guard mayReplace(bytes) else {
      throw CommandFailure("\(path) holds something else already, so it is left alone; choose another name")
    }
  }

  func write(_ bytes: Data) throws {
    do {
      // A device or pipe must be written itself, not replaced.
      var status = stat()
      let isOther = stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
      try bytes.write(to: URL(fileURLWithPath: path), options: isOther ? [] : .atomic)
    } catch {
      throw CommandFailure("\(path) could not be written: \(FileFailure.reason(error))")
    }
  }

  private static func refusal(_ path: String) -> CommandFailure {
    CommandFailure("\(path) cannot be written: \(String(cString: strerror(errno)))")
  }
}
