import Foundation

/// Programs run by tests.
public enum ChildProcess {
  /// What a program writes to standard output; a failure throws with what it wrote to standard error.
  public static func output(of executable: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let message = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw TmuxError.failed(
        command: "\(executable) \(arguments.joined(separator: " "))",
        message: String(decoding: message, as: UTF8.self))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The path of a program of this package, which lies beside the test bundle.
  public static func path(ofProduct name: String) -> String {
    let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return bundle.deletingLastPathComponent().appendingPathComponent(name).path
  }
}
