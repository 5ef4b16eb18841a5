import Foundation

/// A file that a command reads whole.
enum InputFile {
  static func bytes(path: String) throws -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw CommandFailure("\(path) cannot be read: \(FileFailure.reason(error))")
    }
  }
}
