import Foundation
import TestSupport
import Testing

/// The real program, run to its end without a terminal.
struct CommandRun {
  let status: Int32
  /// What it wrote to stdout and to stderr.
  let output: String
  let messages: String

  static let executable = ChildProcess.path(ofProduct: "lnn-top")

  /// - Parameters:
  ///   - environment: set beside what the program inherits, but for the settings of who runs the tests.
  ///   - input: what comes through standard input.
  init(
    _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:], input: Data? = nil
  ) throws {
    let files = ["stdout", "stderr", "stdin"].map { folder.path("\($0)-\(UUID().uuidString)") }
    try input?.write(to: URL(fileURLWithPath: files[2]))
    let process = try Self.start(
      arguments, in: folder, environment: environment, input: input == nil ? nil : files[2], output: files[0],
      messages: files[1])
    status = process.wait()
    output = try String(contentsOfFile: files[0], encoding: .utf8)
    messages = try String(contentsOfFile: files[1], encoding: .utf8)
    try checkLines(of: arguments)
  }

  /// What is printed for programs must be as docs/schema says, whatever a test looks at.
  private func checkLines(of arguments: [String]) throws {
    guard arguments.contains("--json") else { return }
    let names = [2, 1].map { arguments.prefix($0).joined(separator: " ") }
    guard let name = names.lazy.compactMap({ SchemaFile.ofCommands[$0] }).first else { return }
    let schema = try SchemaFile(name).schema
    // What is exported to stdout is no line.
    for line in output.split(separator: "\n") where line.hasPrefix("{") {
      let problems = schema.problems(with: try JSONValue(String(line)))
      if !problems.isEmpty {
        Issue.record("\(arguments.joined(separator: " ")): not as \(name).schema.json says: \(problems)")
      }
    }
  }

  /// A run that another program started.
  init(status: Int32, output: String, messages: String) {
    (self.status, self.output, self.messages) = (status, output, messages)
  }

  /// Starts the program beside the test.
  static func start(
    _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:],
    input: String? = nil, output: String? = nil, messages: String? = nil
  ) throws -> ChildProcess {
    let own = [
      "LNN_TOP_RUNS": folder.path("runs"), "XDG_CONFIG_HOME": folder.path("config"), "NO_COLOR": "",
    ]
    return try ChildProcess(
      executable, arguments, in: folder.path,
      environment: ProcessInfo.processInfo.environment.merging(own) { $1 }.merging(environment) { $1 },
      input: input, output: output, messages: messages)
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
