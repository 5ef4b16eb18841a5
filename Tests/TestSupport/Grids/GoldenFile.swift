import Foundation

/// A text kept in a file that a test compares with. With `LNN_TOP_UPDATE_GOLDEN=1` in the environment the file is
/// written instead; look at the difference before it is committed.
package struct GoldenFile {
  package let path: String

  /// A file in a directory below `Tests/Goldens`.
  package init(_ name: String, in directory: String, file: String = #filePath) {
    var url = URL(fileURLWithPath: file)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    url.append(path: "Goldens/\(directory)/\(name).txt")
    path = url.path
  }

  /// Why a text differs from the file; nil where it does not.
  package func mismatch(with text: String) -> String? {
    if ProcessInfo.processInfo.environment["LNN_TOP_UPDATE_GOLDEN"] == "1" { return update(with: text) }
    guard let data = FileManager.default.contents(atPath: path) else {
      return "\(path) is missing; LNN_TOP_UPDATE_GOLDEN=1 writes it"
    }
    let expected = String(decoding: data, as: UTF8.self)
    if expected == text + "\n" { return nil }
    let lines = zip(
      expected.split(separator: "\n", omittingEmptySubsequences: false),
      text.split(separator: "\n", omittingEmptySubsequences: false))
    for (number, pair) in lines.enumerated() where pair.0 != pair.1 {
      return "line \(number + 1) differs\n  file: \(pair.0)\n  here: \(pair.1)\n\(text)"
    }
    return "the number of lines differs\n\(text)"
  }

  private func update(with text: String) -> String? {
    do {
      let url = URL(fileURLWithPath: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try (text + "\n").write(to: url, atomically: true, encoding: .utf8)
      return nil
    } catch {
      return "\(path) cannot be written: \(error)"
    }
  }
}
