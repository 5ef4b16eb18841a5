/// A word as a shell reads it back exactly.
package enum ShellWord {
  /// As it is, or in quotes where the shell would take it for something else. What steers a terminal is written as its
  /// bytes, in the quotes that bash, zsh and ksh have for that, so that the line is safe to show and to copy.
  package static func quoted(_ word: String) -> String {
    if word.unicodeScalars.contains(where: \.steersTerminal) {
      return "$'" + word.unicodeScalars.map(escaped).joined() + "'"
    }
    let isPlain = word.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
        || "-_./,=:+%@".unicodeScalars.contains($0)
    }
    return isPlain && !word.isEmpty ? word : "'\(word.replacing("'", with: "'\\''"))'"
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    if scalar == "'" || scalar == "\\" { return "\\\(scalar)" }
    guard scalar.steersTerminal else { return String(scalar) }
    return String(scalar).utf8.map { byte in
      "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
