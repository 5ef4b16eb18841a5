import Foundation

/// A program on the path or of the Swift toolchain that tests of generated C run.
package enum Tool {
  package struct Outcome: Sendable {
    package let status: Int32
    /// Of standard output.
    package let output: String
    /// Of standard error.
    package let messages: String
  }

  /// `clang` and what begins with `llvm-` are those of the toolchain; anything else is looked for on the path.
  ///
  /// - Returns: nil where there is none.
  package static func path(of name: String) -> String? {
    if name.contains("/") { return FileManager.default.isExecutableFile(atPath: name) ? name : nil }
    if let known = Toolchain.path(of: name) { return known }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile)
  }

  /// Runs a program to its end, whatever its status.
  package static func run(
    _ name: String, _ arguments: [String], in folder: String? = nil
  ) throws -> Outcome {
    guard let path = path(of: name) else {
      throw ChildProcessFailure(command: name, message: "not found; 'make test-device' installs it")
    }
    let scratch = try TemporaryFolder()
    let process = try ChildProcess(
      path, arguments, in: folder, output: scratch.path("output"), messages: scratch.path("messages"))
    let status = process.wait()
    return Outcome(
      status: status, output: try text(scratch.path("output")), messages: try text(scratch.path("messages")))
  }

  /// The same; a status other than 0 throws with what was printed.
  @discardableResult
  package static func runSuccessfully(
    _ name: String, _ arguments: [String], in folder: String? = nil
  ) throws -> Outcome {
    let outcome = try run(name, arguments, in: folder)
    guard outcome.status == 0 else {
      throw ChildProcessFailure(
        command: ([name] + arguments).joined(separator: " "), message: outcome.output + outcome.messages)
    }
    return outcome
  }

  private static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  }
}
