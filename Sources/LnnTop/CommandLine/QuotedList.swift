/// Texts with commas between them, those that hold a comma in quotes; and a name with such texts after an `=`, the name in
/// quotes where it holds one itself.
enum QuotedList {
  static func read(_ word: String) -> [String] {
    var texts: [String] = []
    var rest = word[...]
    while true {
      texts.append(first(&rest, before: ","))
      guard rest.first == "," else { return texts }
      rest = rest.dropFirst()
    }
  }

  /// The name before the first `=` and the texts after it; nil where there is no `=`.
  static func readNamed(_ word: String) -> (name: String, texts: [String]?) {
    var rest = word[...]
    let name = first(&rest, before: "=")
    return (name, rest.isEmpty ? nil : read(String(rest.dropFirst())))
  }

  static func text(_ texts: [String]) -> String {
    texts.map { quoted($0, where: $0.contains(",")) }.joined(separator: ",")
  }

  /// What `readNamed` reads.
  static func text(_ name: String, _ texts: [String]) -> String {
    let name = quoted(name, where: name.contains("="))
    return texts.isEmpty ? name : "\(name)=\(text(texts))"
  }

  /// Takes a text from the front of the rest, which then begins with the separator or is empty.
  private static func first(_ rest: inout Substring, before separator: Character) -> String {
    if let text = unquoted(&rest, before: separator) { return text }
    let text = rest.prefix { $0 != separator }
    rest = rest[text.endIndex...]
    return String(text)
  }

  /// Nil where the rest does not begin with a quoted text.
  private static func unquoted(_ rest: inout Substring, before separator: Character) -> String? {
    guard rest.first == "\"" else { return nil }
    var text = ""
    var tail = rest.dropFirst()
    while let character = tail.popFirst() {
      guard character == "\"" else {
        text.append(character)
        continue
      }
      if tail.first == "\"" {
        text.append("\"")
        tail = tail.dropFirst()
      } else {
        guard tail.isEmpty || tail.first == separator else { return nil }
        rest = tail
        return text
      }
    }
    return nil
  }

  private static func quoted(_ text: String, where isNeeded: Bool) -> String {
    guard isNeeded || text.hasPrefix("\"") else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }
}
