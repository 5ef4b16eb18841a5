/// Fields of CSV files.
package struct CSVText: Sendable, Hashable {
  /// Whether texts that a spreadsheet would take for formulas begin with an apostrophe, which it shows as text. Such a
  /// file no longer has the names of its source.
  package var guardsFormulas: Bool

  package init(guardsFormulas: Bool = false) {
    self.guardsFormulas = guardsFormulas
  }

  /// A text, in quotation marks if it holds separators, quotes or line ends.
  package func field(_ text: String) -> String {
    let text = guardsFormulas && Self.looksLikeFormula(text) ? "'" + text : text
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// A negative number is none, even where it is a name.
  private static func looksLikeFormula(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else {
      return false
    }
    return Double(text) == nil
  }

  /// A number in as few digits as read back to the same value; not finite: `nan`, `inf`, `-inf`, as Python writes them.
  package static func number(_ value: some BinaryFloatingPoint & LosslessStringConvertible) -> String {
    value.isNaN ? "nan" : String(value)
  }
}
