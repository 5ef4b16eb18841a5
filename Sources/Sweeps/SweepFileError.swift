import Text

/// What is wrong with a sweep file, in one line.
package struct SweepFileError: Error, Sendable, Hashable, CustomStringConvertible {
  package let path: String
  /// From 1; nil if the problem has no single line.
  package let line: Int?
  package let reason: String

  package init(_ reason: String, path: String, line: Int? = nil) {
    (self.path, self.line, self.reason) = (path, line, reason)
  }

  package var description: String {
    let place = line.map { "\(path):\($0)" } ?? path
    return "\(place): \(reason)".displayed(limit: 600)
  }
}
