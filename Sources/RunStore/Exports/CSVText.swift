/// Text as CSV writes it.
package enum CSVText {
  /// Quotes a field where its characters would be mistaken for the file's structure.
  package static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
