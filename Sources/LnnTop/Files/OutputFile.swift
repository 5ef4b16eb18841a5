import Foundation
import Text

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

/// A folder for what a command writes, made where it does not exist.
struct OutputFolder {
  let path: String

  /// - Parameter option: the one that names it.
  init(path: String, option: String = "--output") throws {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory.boolValue {
      throw CommandFailure("\(path) is a file already; name a folder with \(option)")
    }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure("the folder \(path) cannot be made: \(FileFailure.reason(error))")
    }
    self.path = path
  }
}

/// A file that a command reads whole.
enum InputFile {
  static func bytes(path: String) throws -> [UInt8] {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
      throw CommandFailure("\(path) is a folder; name a run or a file")
    }
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw CommandFailure("\(path) cannot be read: \(FileFailure.reason(error))")
    }
  }
}
