import Foundation
import Text

/// The C compiler of this machine: `$CC`, else `cc`, `gcc` or `clang`.
package struct HostCompiler: Sendable {
  package let path: String
  /// Those that `$CC` has after the compiler's name.
  private let flags: [String]

  /// - Parameter environment: where `CC` and `PATH` are looked up.
  /// - Returns: nil where there is none.
  package init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let chosen = (environment["CC"] ?? "").split(separator: " ").map(String.init)
    if let name = chosen.first {
      guard let path = Self.find(name, environment) else { return nil }
      self.init(path: path, flags: Array(chosen.dropFirst()))
      return
    }
    guard let path = ["cc", "gcc", "clang"].lazy.compactMap({ Self.find($0, environment) }).first else {
      return nil
    }
    self.init(path: path)
  }

  package init(path: String, flags: [String] = []) {
    self.path = path
    self.flags = flags
  }

  /// Why there is none.
  package static func absence(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
    if let chosen = environment["CC"], !chosen.isEmpty {
      return "$CC is '\(chosen.sanitized)', which is not there"
    }
    return "there is no cc, gcc or clang here"
  }

  /// The full path of a program; nil where there is none.
  package static func find(_ name: String, _ environment: [String: String]) -> String? {
    if name.contains("/") { return FileManager.default.isExecutableFile(atPath: name) ? name : nil }
    return (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first(where: FileManager.default.isExecutableFile)
  }

  /// Runs the compiler.
  ///
  /// - Returns: what it wrote to standard error.
  /// - Throws: where it fails; the error has its first lines.
  @discardableResult
  package func run(_ arguments: [String], in folder: URL) throws -> String {
    try ToolRun(path: path, arguments: flags + arguments, folder: folder).checked().errors
  }
}

/// A program that ran to its end.
package struct ToolRun {
  package let output: String
  package let errors: String
  package let status: Int32
  private let name: String

  package init(path: String, arguments: [String], folder: URL) throws {
    let process = Process()
    let (output, errors) = (folder.appending(path: ".output"), folder.appending(path: ".errors"))
    // Files, not pipes: however much it writes, it never waits for a reader.
    for file in [output, errors] { try Data().write(to: file) }
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    self.output = try String(decoding: Data(contentsOf: output), as: UTF8.self)
    self.errors = try String(decoding: Data(contentsOf: errors), as: UTF8.self)
    status = process.terminationStatus
    name = path
  }

  package func checked() throws -> ToolRun {
    guard status == 0 else {
      throw ToolFailure(tool: name, lines: errors.split(separator: "\n").prefix(3).map(String.init))
    }
    return self
  }
}

/// A tool that failed.
package struct ToolFailure: Error, CustomStringConvertible {
  package let tool: String
  package let lines: [String]

  package var description: String { "\(tool) failed: \(lines.joined(separator: " | ").sanitized)" }
}
