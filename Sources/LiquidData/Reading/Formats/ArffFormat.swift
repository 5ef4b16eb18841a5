import Text

/// The `.arff` files of Weka: `@attribute` lines say what each column holds, and rows follow `@data`, those of sparse
/// data between braces.
struct ArffFormat: DataFormat {
  let options: FormatOptions

  /// By the file's name, or if the first line that is no comment is `@relation`, unless it is a Monash file.
  static func recognizes(head: ArraySlice<UInt8>, path: String) -> Bool {
    if FileEnding.is("arff", of: path) { return true }
    let head = Array(head)
    if TsfFormat.recognizes(head: head[...], path: path) { return false }
    let text = ValueText(head)
    for (range, _) in LineScanner(head) where !range.isEmpty && head[range.lowerBound] != UInt8(ascii: "%") {
      return text.text(range).lowercased().hasPrefix("@relation")
    }
    return false
  }

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile {
    let bytes = try options.bytes(of: file)
    var attributes: [ArffAttribute] = []
    var rows: ArffRows?
    for (range, number) in LineScanner(bytes) {
      guard !range.isEmpty, bytes[range.lowerBound] != UInt8(ascii: "%") else { continue }
      do throws(ArffAttribute.Flaw) {
        if rows != nil {
          try rows?.append(bytes, range, line: number)
        } else if let attribute = try ArffAttribute(line: String(decoding: bytes[range], as: UTF8.self)) {
          attributes.append(attribute)
        } else if isData(bytes[range]) {
          rows = try ArffRows(attributes)
        }
      } catch {
        throw DataError(
          .malformed(format: "an ARFF file", reason: error.reason), file: file.path, line: number)
      }
      try file.budget.check(rows: rows?.lines.count ?? 0, columns: attributes.count)
      try file.budget.check(bytes: rows?.heldBytes ?? 0)
    }
    guard let rows else {
      throw DataError(.malformed(format: "an ARFF file", reason: "there is no @data line"), file: file.path)
    }
    guard !rows.lines.isEmpty else { throw DataError(.headerOnly, file: file.path) }
    try file.budget.hold(bytes: rows.heldBytes)
    let clock = options.sources.reading.timeZone.flatMap { ZoneClock(name: $0) }
    return .columns(try rows.fileColumns(file: file.path, clock: clock))
  }

  private func isData(_ line: ArraySlice<UInt8>) -> Bool {
    String(decoding: line.prefix(5), as: UTF8.self).lowercased() == "@data"
  }
}

/// What an `@attribute` line says of a column.
struct ArffAttribute {
  enum Kind {
    case number
    case text
    /// One of these.
    case nominal([String])
    /// In the letters of strptime; nil: in any usual way.
    case date(DateFormat?)
  }

  let name: String
  let kind: Kind

  /// What is wrong with a line.
  struct Flaw: Error { let reason: String }

  /// Nil where the line is no attribute's.
  init?(line: String) throws(Flaw) {
    guard line.lowercased().hasPrefix("@attribute") else { return nil }
    var words = ArffWords(Array(line.utf8)[10...])
    guard let name = words.next() else { throw Flaw(reason: "the attribute has no name") }
    self.name = name.text.sanitized
    guard let kind = try Self.kind(&words, of: self.name) else {
      throw Flaw(
        reason:
          "the attribute '\(self.name.displayed)' is none of numeric, integer, real, string, date and {…}")
    }
    self.kind = kind
  }

  private static func kind(_ words: inout ArffWords, of name: String) throws(Flaw) -> Kind? {
    if words.takesBrace() {
      let values = words.list(until: UInt8(ascii: "}")).map { $0.text.sanitized }
      guard !values.isEmpty else { throw Flaw(reason: "the attribute '\(name.displayed)' has no values") }
      return .nominal(values)
    }
    guard let word = words.next(endsAtBrace: true) else { return nil }
    switch word.text.lowercased() {
    case "numeric", "real", "integer": return .number
    case "string": return .text
    case "date": return .date(words.next().flatMap { format(ofJava: $0.text) })
    case "relational":
      throw Flaw(
        reason: "the attribute '\(name.displayed)' holds tables within the table; .ts files hold such series")
    default: return nil
    }
  }

  /// A format of Java's SimpleDateFormat in the letters of strptime; nil where it has letters that strptime has not.
  private static func format(ofJava text: String) -> DateFormat? {
    let letters: [Character: String] = [
      "y": "%Y", "M": "%m", "d": "%d", "H": "%H", "h": "%I", "m": "%M", "s": "%S", "S": "%f", "a": "%p",
      "E": "%a",
      "z": "%Z", "Z": "%z", "X": "%z",
    ]
    var format = ""
    var rest = text[...]
    while let first = rest.first {
      if first == "'" {
        let quoted = rest.dropFirst().prefix { $0 != "'" }
        format += quoted.isEmpty ? "'" : quoted.replacing("%", with: "%%")
        rest = rest.dropFirst(quoted.count + 2)
        continue
      }
      let run = rest.prefix { $0 == first }
      rest = rest.dropFirst(run.count)
      guard first.isLetter else {
        format += run.replacing("%", with: "%%")
        continue
      }
      guard let letter = letters[first], first != "z" else { return nil }
      format += first == "y" && run.count == 2 ? "%y" : first == "M" && run.count > 2 ? "%b" : letter
    }
    return DateFormat(format)
  }
}
