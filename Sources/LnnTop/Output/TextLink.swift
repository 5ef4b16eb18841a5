import Foundation

/// A link in text on a terminal (OSC 8).
///
/// Source: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
package enum TextLink {
  /// - Parameter text: what is seen, without control characters.
  package static func toFile(_ path: String, text: String) -> String {
    let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
    let address =
      "file://\(encoded(ProcessInfo.processInfo.hostName, .urlHostAllowed))\(encoded(absolute, .urlPathAllowed))"
    return "\u{1B}]8;;\(address)\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\"
  }

  /// A text in which each name of a document, such as `docs/runs.md`, is a link to where that is; names of documents
  /// that are not there stay as they are.
  package static func toDocuments(in text: String, folders: [String]) -> String {
    text.replacing(/docs\/([a-z-]+\.md)/) { match in
      guard
        let path = folders.map({ "\($0)/\(match.1)" }).first(where: FileManager.default.isReadableFile)
      else { return String(match.0) }
      return toFile(path, text: String(match.0))
    }
  }

  private static func encoded(_ text: String, _ allowed: CharacterSet) -> String {
    // Terminals read a semicolon as the end of the parameters.
    text.addingPercentEncoding(withAllowedCharacters: allowed.subtracting(CharacterSet(charactersIn: ";")))
      ?? ""
  }
}
