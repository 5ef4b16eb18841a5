import Foundation
import Glibc

extension OutputFile {
  /// Takes a piece of what is written.
  typealias Sink = (Data) throws -> Void

  /// Writes what `body` gives piece by piece, so that it need not fit into memory. The file takes its name only when it
  /// is whole: where something fails, what was there before is left.
  func write(_ body: (Sink) throws -> Void) throws {
    var status = stat()
    let isOther = stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    // A device or pipe must be written itself, not replaced.
    let target = isOther ? path : "\(path).\(getpid()).part"
    let descriptor = open(target, O_WRONLY | O_CLOEXEC | (isOther ? 0 : O_CREAT | O_EXCL), 0o644)
    guard descriptor >= 0 else {
      throw CommandFailure("\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try Self.write(body, to: handle, named: path)
      guard isOther || rename(target, path) == 0 else {
        throw CommandFailure("\(path) could not be written: \(String(cString: strerror(errno)))")
      }
    } catch {
      if !isOther { unlink(target) }
      throw error
    }
  }

  /// Bytes gathered before they go to the system.
  private static let chunk = 1 << 16

  private static func write(_ body: (Sink) throws -> Void, to handle: FileHandle, named path: String) throws {
    var pending = Data()
    let flush = {
      do {
        try handle.write(contentsOf: pending)
      } catch {
        throw CommandFailure("\(path) could not be written: \(FileFailure.reason(error))")
      }
      pending.removeAll(keepingCapacity: true)
    }
    try body { piece in
      pending.append(piece)
      if pending.count >= chunk { try flush() }
    }
    try flush()
    do {
      try handle.close()
    } catch {
      throw CommandFailure("\(path) could not be written: \(FileFailure.reason(error))")
    }
  }
}
