import Foundation

/// A folder for what a command writes, made where it does not exist.
struct OutputFolder {
  let path: String

  init(path: String) throws {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory.boolValue {
      throw CommandFailure("\(path) is a file already; name a folder with --output")
    }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure("the folder \(path) cannot be made: \(FileFailure.reason(error))")
    }
    self.path = path
  }
}
