import Foundation

/// What cppcheck finds in a folder of C.
package struct CodeReview {
  package struct Finding: Sendable, CustomStringConvertible {
    package let file: String
    package let line: Int
    /// `error`, `warning`, `style`, `performance`, `portability` or `information`.
    package let severity: String
    /// Such as `uninitvar`, or `misra-c2012-10.4`.
    package let identifier: String
    package let message: String

    package var description: String { "\(file):\(line): \(severity): \(message) [\(identifier)]" }

    package var isOfMisra: Bool { identifier.hasPrefix("misra-") }
  }

  package static var isAvailable: Bool { Tool.path(of: "cppcheck") != nil }

  package let findings: [Finding]

  /// Runs cppcheck with all its checks, and those of MISRA C:2012.
  ///
  /// - Parameter folder: each of its C files is looked at as a part of one program.
  package init(of folder: String) throws {
    let build = try TemporaryFolder()
    let outcome = try Tool.runSuccessfully(
      "cppcheck",
      [
        "--enable=all", "--inconclusive", "--std=c99", "--addon=misra", "--platform=unix32", "--quiet",
        // Functions of a library are used by others; headers of the system are not there.
        "--suppress=unusedFunction", "--suppress=missingIncludeSystem",
        "--cppcheck-build-dir=\(build.path)", "--template={file}\t{line}\t{severity}\t{id}\t{message}",
        "--template-location=", ".",
      ], in: folder)
    findings = outcome.messages.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count >= 5, let number = Int(fields[1]) else { return nil }
      return Finding(
        file: fields[0], line: number, severity: fields[2], identifier: fields[3],
        message: fields[4...].joined(separator: " "))
    }
  }

  /// How often each rule of MISRA is broken, such as `misra-c2012-10.4`.
  package var misraCounts: [String: Int] {
    Dictionary(grouping: findings.filter(\.isOfMisra), by: \.identifier).mapValues(\.count)
  }
}
