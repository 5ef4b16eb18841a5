import Foundation
import Glibc

/// A file that a command writes at its end: checked at its beginning, so that no work is in vain and nothing else is
/// overwritten.
struct OutputFile {
  let path: String

  /// What tells most files apart stands in so many bytes.
  static let beginning = 4_096

  /// - Parameters:
  ///   - beginning: how much of a file that exists already is looked at; nil: all of it.
  ///   - mayReplace: whether its bytes are of the kind that will be written.
  /// - Throws: where the file cannot be written, or another one is in its place.
  init(path: String, beginning: Int? = Self.beginning, mayReplace: ([UInt8]) -> Bool) throws {
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
    let file = FileHandle(forReadingAtPath: path)
    let bytes = try? beginning.map { try file?.read(upToCount: $0) } ?? file?.readToEnd()
    guard mayReplace(bytes.map { [UInt8]($0) } ?? []) else {
      throw CommandFailure("\(path) holds something else already, so it is left alone; choose another name")
    }
  }

  func write(_ bytes: Data) throws {
    try write { sink in try sink(bytes) }
  }

  private static func refusal(_ path: String) -> CommandFailure {
    CommandFailure("\(path) cannot be written: \(String(cString: strerror(errno)))")
  }
}
