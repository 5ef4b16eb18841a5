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
      if let limit = options.sequenceLimit, rows?.lines.count == limit { break }
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
    return .columns(rows.fileColumns(file: file.path, clock: clock))
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
        reason: "the attribute '\(self.name.displayed)' is none of numeric, integer, real, string, date and {…}")
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
      "y": "%Y", "M": "%m", "d": "%d", "H": "%H", "h": "%I", "m": "%M", "s": "%S", "S": "%f", "a": "%p", "E": "%a",
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

/// The words of a line of an ARFF file, which may stand between quotes and have escaped characters.
struct ArffWords {
  struct Word {
    let text: String
    let isQuoted: Bool
  }

  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  private static func isQuote(_ byte: UInt8) -> Bool { byte == Ascii.quote || byte == UInt8(ascii: "'") }

  private var peek: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = peek, byte <= Ascii.space { place += 1 }
  }

  /// Whether a brace follows, which is then behind.
  mutating func takesBrace() -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: "{") else { return false }
    place += 1
    return true
  }

  /// The next word; nil at the end.
  mutating func next(endsAtBrace: Bool = false) -> Word? {
    skipSpace()
    guard let first = peek else { return nil }
    if Self.isQuote(first) { return quoted(first) }
    let start = place
    while let byte = peek, byte > Ascii.space, !(endsAtBrace && byte == UInt8(ascii: "{")) { place += 1 }
    return Word(text: String(decoding: bytes[start..<place], as: UTF8.self), isQuoted: false)
  }

  private mutating func quoted(_ quote: UInt8) -> Word {
    var text: [UInt8] = []
    place += 1
    while let byte = peek, byte != quote {
      place += 1
      if byte == UInt8(ascii: "\\"), let escaped = peek {
        place += 1
        text.append(escaped)
      } else {
        text.append(byte)
      }
    }
    place = min(place + 1, bytes.endIndex)
    return Word(text: String(decoding: text, as: UTF8.self), isQuoted: true)
  }

  /// The values between commas, or tabs, up to a closing sign, a comment or the end.
  mutating func list(until closing: UInt8? = nil) -> [Word] {
    var words: [Word] = []
    skipBlanks()
    while let byte = peek, byte != closing, byte != UInt8(ascii: "%") {
      words.append(value(until: closing))
      skipBlanks()
      if peek == Ascii.comma || peek == Ascii.tab {
        place += 1
        skipBlanks()
        if peek == nil || peek == closing { words.append(Word(text: "", isQuoted: false)) }
      }
    }
    if let closing, peek == closing { place += 1 }
    return words
  }

  /// Up to the next comma or tab, without the spaces around it.
  private mutating func value(until closing: UInt8?) -> Word {
    if let first = peek, Self.isQuote(first) { return quoted(first) }
    let start = place
    while let byte = peek, byte != Ascii.comma, byte != Ascii.tab, byte != closing, byte != UInt8(ascii: "%") {
      place += 1
    }
    return Word(text: String(decoding: bytes[start..<place], as: UTF8.self).trimmed, isQuoted: false)
  }

  private mutating func skipBlanks() {
    while peek == Ascii.space { place += 1 }
  }

  /// The next value of a sparse row, `3 X`, with its place; nil at the end of the row. A missing value is empty.
  mutating func sparseValue() -> (place: String, value: Word)? {
    while let byte = peek, byte <= Ascii.space || byte == Ascii.comma { place += 1 }
    guard let byte = peek, byte != UInt8(ascii: "}"), let index = next() else { return nil }
    skipSpace()
    return (index.text, value(until: UInt8(ascii: "}")))
  }
}

/// The rows of an ARFF file, by column.
private struct ArffRows {
  private(set) var lines: [Int] = []
  private let attributes: [ArffAttribute]
  /// Of the attributes that have them.
  private let values: [Set<String>?]
  private var columns: [Values]
  private var hasWeights = false

  private enum Values {
    case numbers([Double])
    case dates(DateValues)
    case text(TextCodes)
  }

  init(_ attributes: [ArffAttribute]) throws(ArffAttribute.Flaw) {
    guard !attributes.isEmpty else {
      throw ArffAttribute.Flaw(reason: "there is no @attribute line before @data")
    }
    var names: Set<String> = []
    if let twice = attributes.first(where: { !names.insert($0.name).inserted }) {
      throw ArffAttribute.Flaw(reason: "two attributes are called '\(twice.name.displayed)'")
    }
    self.attributes = attributes
    self.values = attributes.map { if case .nominal(let values) = $0.kind { Set(values) } else { nil } }
    columns = attributes.map { attribute in
      switch attribute.kind {
      case .number: .numbers([])
      case .date: .dates(DateValues())
      case .text: .text(TextCodes())
      case .nominal(let values):
        .text(
          values.reduce(into: TextCodes()) { codes, value in
            _ = codes.code(of: value)
          })
      }
    }
  }

  /// An estimate; see `MemoryBudget`.
  var heldBytes: Int {
    columns.reduce(8 * lines.count) { sum, values in
      switch values {
      case .numbers(let numbers): sum + 8 * numbers.count
      case .dates(let dates): sum + 12 * dates.count
      case .text(let codes): sum + codes.heldBytes
      }
    }
  }

  mutating func append(_ bytes: [UInt8], _ range: Range<Int>, line: Int) throws(ArffAttribute.Flaw) {
    if bytes[range.lowerBound] == UInt8(ascii: "{") {
      try appendSparse(bytes[range])
    } else {
      var words = ArffWords(bytes[range])
      var list = words.list()
      if list.count == attributes.count + 1, list.last?.text.hasPrefix("{") == true, list.last?.isQuoted == false {
        list.removeLast()
        hasWeights = true
      }
      if list.count == 1, attributes.count > 1 {
        // Weka takes white space for commas.
        words = ArffWords(bytes[range])
        list = []
        while let word = words.next() { list.append(word) }
      }
      guard list.count == attributes.count else {
        throw ArffAttribute.Flaw(
          reason: "\(counted(list.count, "value")) for \(counted(attributes.count, "attribute"))")
      }
      for (index, word) in list.enumerated() { try append(word, at: index) }
    }
    lines.append(line)
  }

  /// `{1 X, 3 Y}`: what is left out is 0, or the first value of those named.
  private mutating func appendSparse(_ bytes: ArraySlice<UInt8>) throws(ArffAttribute.Flaw) {
    var given: [Int: ArffWords.Word] = [:]
    var words = ArffWords(bytes)
    _ = words.takesBrace()
    guard bytes.contains(UInt8(ascii: "}")) else {
      throw ArffAttribute.Flaw(reason: "the braces of the row are not closed")
    }
    while let (index, word) = words.sparseValue() {
      guard let place = Int(index), attributes.indices.contains(place), word.isQuoted || !word.text.isEmpty,
        given.updateValue(word, forKey: place) == nil
      else {
        throw ArffAttribute.Flaw(
          reason: "'\(index.displayed)' is no place of an attribute, from 0 to \(attributes.count - 1), with a value")
      }
    }
    for index in attributes.indices {
      if let word = given[index] {
        try append(word, at: index)
        continue
      }
      switch columns[index] {
      case .numbers(var numbers):
        columns[index] = .numbers([])
        numbers.append(0)
        columns[index] = .numbers(numbers)
      case .dates: try append(ArffWords.Word(text: "?", isQuoted: false), at: index)
      case .text(var codes):
        columns[index] = .numbers([])
        if case .nominal = attributes[index].kind { codes.append(code: 0) } else { codes.append(code: -1) }
        columns[index] = .text(codes)
      }
    }
  }

  private mutating func append(_ word: ArffWords.Word, at index: Int) throws(ArffAttribute.Flaw) {
    let isMissing = !word.isQuoted && (word.text == "?" || word.text.isEmpty)
    let bytes = Array(word.text.utf8)
    func flaw(_ what: String) -> ArffAttribute.Flaw {
      ArffAttribute.Flaw(
        reason: "'\(word.text.displayed)' is \(what) for the attribute '\(attributes[index].name.displayed)'")
    }
    switch columns[index] {
    case .numbers(var numbers):
      let known = isMissing ? .nan : NumberParser().parse(bytes, 0, bytes.count)
      guard let number = known ?? (isMissingWord(bytes, bytes.indices) ? .nan : nil) else {
        throw flaw("no number")
      }
      columns[index] = .numbers([])
      numbers.append(number)
      columns[index] = .numbers(numbers)
    case .dates(var dates):
      var date: DateParser.Reading?
      if !isMissing, case .date(let format) = attributes[index].kind {
        date = format?.parse(bytes, 0, bytes.count) ?? DateParser(order: .dayFirst).parse(bytes, 0, bytes.count)
        guard date != nil else { throw flaw("no date") }
      }
      columns[index] = .numbers([])
      dates.append(date)
      columns[index] = .dates(dates)
    case .text(var codes):
      let text = word.text.sanitized
      if !isMissing, values[index]?.contains(text) == false {
        throw flaw("none of the values")
      }
      columns[index] = .numbers([])
      codes.append(isMissing ? nil : text)
      columns[index] = .text(codes)
    }
  }

  func fileColumns(file: String, clock: ZoneClock?) -> FileColumns {
    let built = zip(attributes, columns).map { attribute, values -> Table.Column in
      switch values {
      case .numbers(let numbers): return Table.Column(name: attribute.name, values: .numbers(numbers))
      case .text(let codes): return Table.Column(name: attribute.name, values: codes.used.values)
      case .dates(let dates):
        let (instants, offsets) = dates.resolved(in: clock)
        return Table.Column(name: attribute.name, values: .dates(instants), offsets: offsets)
      }
    }
    return FileColumns(
      file: file.sanitized, columns: built, lines: lines,
      warnings: hasWeights ? ["the weights of rows are left out"] : [])
  }
}

extension TextCodes {
  /// The same texts without those that no row has.
  fileprivate var used: TextCodes {
    let present = Set(codes)
    var used = TextCodes()
    let places = levels.enumerated().map { code, level in
      present.contains(Int32(code)) ? used.code(of: level) : -1
    }
    for code in codes { used.append(code: code < 0 ? -1 : places[Int(code)]) }
    return used
  }
}
