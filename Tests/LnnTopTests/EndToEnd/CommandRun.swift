import Foundation
import TestSupport

/// The real program, run to its end without a terminal.
struct CommandRun {
  let status: Int32
  /// What it wrote to stdout and to stderr.
  let output: String
  let messages: String

  static let executable = ChildProcess.path(ofProduct: "lnn-top")

  /// - Parameter environment: set beside what the program inherits, but for the settings of who runs the tests.
  init(_ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.executable)
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    process.environment = ProcessInfo.processInfo.environment
      .merging(
        ["LNN_TOP_RUNS": folder.path("runs"), "XDG_CONFIG_HOME": folder.path("config"), "NO_COLOR": ""]
      ) { _, given in given }
      .merging(environment) { _, given in given }
    let files = ["stdout", "stderr"].map { folder.url.appendingPathComponent("\($0)-\(UUID().uuidString)") }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    output = try String(contentsOf: files[0], encoding: .utf8)
    messages = try String(contentsOf: files[1], encoding: .utf8)
  }

  /// The lines of stdout as JSON objects.
  func objects() throws -> [[String: Any]] {
    try output.split(separator: "\n").map { line in
      guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
        throw CocoaError(.propertyListReadCorrupt)
      }
      return object
    }
  }

  /// Stderr without its last line end.
  var message: String { messages.trimmingCharacters(in: .newlines) }
}
