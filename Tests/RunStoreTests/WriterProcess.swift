import Foundation

/// The `run-writer` helper, built beside the tests.
final class WriterProcess {
  private let process = Process()
  private let output = Pipe()

  init(_ arguments: String...) throws {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    process.executableURL = URL(fileURLWithPath: tests).deletingLastPathComponent()
      .appendingPathComponent("run-writer")
    process.arguments = arguments
    process.standardOutput = output
    try process.run()
  }

  /// The next bytes it prints; empty once it ended.
  func read() -> String { String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) }

  /// Waits until it ends by itself; returns everything it printed since the last `read`.
  func readToEnd() -> String {
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
