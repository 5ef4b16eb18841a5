import Text

/// The rows of an ARFF file, by column.
struct ArffRows {
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
      if list.count == attributes.count + 1, list.last?.text.hasPrefix("{") == true,
        list.last?.isQuoted == false
      {
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
          reason:
            "'\(index.displayed)' is no place of an attribute, from 0 to \(attributes.count - 1), with a value"
        )
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
        reason:
          "'\(word.text.displayed)' is \(what), as the attribute '\(attributes[index].name.displayed)' needs")
    }
    switch columns[index] {
    case .numbers(var numbers):
      let known = isMissing ? .nan : NumberParser().parse(bytes, 0, bytes.count)
      guard let number = known ?? (isMissingWord(bytes, bytes.indices) ? .nan : nil) else {
        throw flaw("not a number")
      }
      columns[index] = .numbers([])
      numbers.append(number)
      columns[index] = .numbers(numbers)
    case .dates(var dates):
      var date: DateParser.Reading?
      if !isMissing, case .date(let format) = attributes[index].kind {
        date =
          format?.parse(bytes, 0, bytes.count) ?? DateParser(order: .dayFirst).parse(bytes, 0, bytes.count)
        guard date != nil else { throw flaw("not a date") }
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

  func fileColumns(file: String, clock: ZoneClock?) throws(DataError) -> FileColumns {
    var built: [Table.Column] = []
    for (attribute, values) in zip(attributes, columns) {
      switch values {
      case .numbers(let numbers):
        built.append(Table.Column(name: attribute.name, values: .numbers(numbers)))
      case .text(let codes): built.append(Table.Column(name: attribute.name, values: codes.used.values))
      case .dates(let dates):
        let (instants, offsets) = try dates.resolved(in: clock)
        built.append(Table.Column(name: attribute.name, values: .dates(instants), offsets: offsets))
      }
    }
    return FileColumns(
      file: file.sanitized, columns: built, lines: RowLines(lines),
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
