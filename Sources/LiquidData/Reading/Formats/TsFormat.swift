import Text

/// The `.ts` files of the UEA and UCR archives, as sktime describes them: headers with `@`, then one series per line,
/// its dimensions separated by colons, its class or target last.
struct TsFormat: DataFormat {
  let options: FormatOptions

  /// By the file's name, or if the first line that is not a comment is the header that `.ts` files begin with.
  static func recognizes(head: ArraySlice<UInt8>, path: String) -> Bool {
    if FileEnding.is("ts", of: path) { return true }
    let head = Array(head)
    for (range, _) in LineScanner(head) where !range.isEmpty && head[range.lowerBound] != UInt8(ascii: "#") {
      return head[range].starts(with: "@problemname".utf8) || head[range].starts(with: "@problemName".utf8)
    }
    return false
  }

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile {
    .columns(try columns(of: options.bytes(of: file), file: file.path, budget: file.budget))
  }

  private func columns(
    of bytes: [UInt8], file: String, budget: MemoryBudget
  ) throws(DataError) -> FileColumns {
    let text = ValueText(bytes)
    var header = TsHeader()
    var isData = false
    var series = TsColumns()
    for (range, number) in LineScanner(bytes) {
      guard !range.isEmpty, bytes[range.lowerBound] != UInt8(ascii: "#"),
        bytes[range.lowerBound] != UInt8(ascii: "%")
      else { continue }
      if isData { try checkPieces(of: bytes[range], held: series.heldBytes, budget) }
      do throws(TsHeader.Flaw) {
        if isData {
          if series.count == options.sequenceLimit { break }
          try series.append(text, range, header: header, line: number, valueLimit: budget.limit / 8)
        } else if bytes[range.lowerBound] == UInt8(ascii: "@") {
          isData = try header.read(text.text(range))
        } else {
          throw TsHeader.Flaw(reason: "there is no @data line before the first series")
        }
      } catch {
        throw DataError(.malformed(format: "a .ts file", reason: error.reason), file: file, line: number)
      }
      try budget.check(rows: series.lines.count, columns: series.width)
    }
    guard isData, series.count > 0 else {
      throw DataError(
        .malformed(format: "a .ts file", reason: isData ? "there are no series" : "there is no @data line"),
        file: file)
    }
    return series.fileColumns(file: file, header: header)
  }

  /// Throws if what it takes to cut a line up is too much beside what is held.
  private func checkPieces(
    of line: ArraySlice<UInt8>, held: Int, _ budget: MemoryBudget
  ) throws(DataError) {
    let pieces = line.count { $0 == Ascii.comma || $0 == Ascii.colon }
    try budget.check(bytes: held + 48 * pieces)
  }
}

/// The columns that the series fill.
private struct TsColumns {
  private(set) var count = 0
  private(set) var lines: [Int] = []
  private var sequences: [Double] = []
  private var times: [Double] = []
  private var dimensions: [[Double]] = []
  private var classes = TextCodes()
  private var targets: [Double] = []

  var width: Int { dimensions.count + 3 }

  /// An estimate; see `MemoryBudget`.
  var heldBytes: Int { 8 * lines.count * width }

  /// - Parameter valueLimit: the most values of the series, its dimensions filled to the same length.
  mutating func append(
    _ text: ValueText, _ line: Range<Int>, header: TsHeader, line number: Int, valueLimit: Int
  ) throws(TsHeader.Flaw) {
    var pieces = TsSeries.pieces(text, line)
    let hasLast =
      header.hasTarget || (header.hasClass ?? header.dimensions.map { pieces.count - 1 == $0 } ?? false)
    let last = hasLast ? pieces.popLast() : nil
    let expected = count > 0 ? dimensions.count : header.dimensions ?? pieces.count
    guard pieces.count == expected, expected > 0 else {
      throw TsHeader.Flaw(
        reason: "\(counted(pieces.count, "dimension")) where \(max(expected, 1)) are expected")
    }
    let series =
      try header.hasTimes
      ? TsSeries(text, timedDimensions: pieces, valueLimit: valueLimit)
      : TsSeries(text, dimensions: pieces, valueLimit: valueLimit)
    let steps = series.values.first?.count ?? 0
    guard steps > 0 else { throw TsHeader.Flaw(reason: "the series has no values") }
    if count == 0 { dimensions = [[Double]](repeating: [], count: expected) }
    for (index, values) in series.values.enumerated() { dimensions[index] += values }
    count += 1
    times += series.times
    lines.append(contentsOf: repeatElement(number, count: steps))
    sequences.append(contentsOf: repeatElement(Double(count), count: steps))
    if let last { try appendLast(text, last, header: header, steps: steps) }
  }

  private mutating func appendLast(
    _ text: ValueText, _ range: Range<Int>, header: TsHeader, steps: Int
  ) throws(TsHeader.Flaw) {
    if header.hasTarget {
      guard let target = text.number(range) else {
        throw TsHeader.Flaw(reason: "the target '\(text.text(range).displayed)' is not a number")
      }
      targets.append(contentsOf: repeatElement(target, count: steps))
      return
    }
    let name = text.isMissing(range) ? nil : className(text.text(range))
    if let name, !header.classes.isEmpty, !header.classes.contains(name) {
      throw TsHeader.Flaw(reason: "the class '\(name.displayed)' is not among those of @classLabel")
    }
    classes.append(name, times: steps)
  }

  func fileColumns(file: String, header: TsHeader) -> FileColumns {
    var columns = [Table.Column(name: ColumnName.sequence, values: .numbers(sequences))]
    if header.hasTimes { columns.append(Table.Column(name: ColumnName.time, values: .numbers(times))) }
    let first = columns.count
    for (index, values) in dimensions.enumerated() {
      columns.append(Table.Column(name: "dimension \(index + 1)", values: .numbers(values)))
    }
    let unnamed = Array(first..<columns.count)
    if header.hasTarget {
      columns.append(Table.Column(name: ColumnName.target, values: .numbers(targets)))
    } else if classes.codes.count == lines.count {
      columns.append(Table.Column(name: ColumnName.classes, values: classes.values))
    }
    let target = columns.count > unnamed.count + first ? columns.last?.name : nil
    return FileColumns(
      file: file.sanitized, columns: columns, lines: RowLines(lines), unnamed: unnamed, sequenceCount: count,
      stated: StatedRoles(
        sequence: ColumnName.sequence, time: header.hasTimes ? ColumnName.time : nil, target: target,
        isOnePerSequence: target != nil))
  }
}

/// What the lines before `@data` say.
struct TsHeader {
  var hasTimes = false
  /// Nil: as many as the first series has.
  var dimensions: Int?
  /// Nil: a series has one if it has one piece more than dimensions.
  var hasClass: Bool?
  /// The classes that may occur; empty: any.
  var classes: Set<String> = []
  var hasTarget = false

  /// Reads a line that begins with `@`; unknown names are skipped. Returns whether the data begin after it.
  mutating func read(_ line: String) throws(Flaw) -> Bool {
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let key = words.first?.lowercased() else { return false }
    let value = words.dropFirst().first
    switch key {
    case "@data": return true
    case "@timestamps": hasTimes = try truth(value, key)
    case "@univariate": if try truth(value, key) { dimensions = dimensions ?? 1 }
    case "@dimensions", "@dimension":
      guard let count = value.flatMap({ Int($0) }), count >= 1 else {
        throw Flaw(reason: "\(key) is not followed by a number of at least 1")
      }
      dimensions = count
    case "@classlabel":
      hasClass = try truth(value, key)
      classes = Set(words.dropFirst(2).map(className))
    case "@targetlabel": hasTarget = try truth(value, key)
    default: break
    }
    return false
  }

  /// What is wrong with a line.
  struct Flaw: Error { let reason: String }

  private func truth(_ word: String?, _ key: String) throws(Flaw) -> Bool {
    switch word?.lowercased() {
    case "true": return true
    case "false": return false
    default: throw Flaw(reason: "\(key) is followed by neither true nor false")
    }
  }
}
