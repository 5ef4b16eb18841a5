/// Reads the UEA and UCR archives' `.ts` files, as sktime describes them: headers with `@`, then a series a line, its
/// dimensions between colons, its class or target last.
struct TsReader {
  let limits: ReadingLimits
  /// The most series.
  let limit: Int?

  func read(_ bytes: [UInt8], file: String) throws(DataError) -> FileContents {
    let text = ValueText(bytes)
    var header = TsHeader()
    var isData = false
    var series = TsColumns()
    for (range, number) in LineScanner(bytes) {
      guard !range.isEmpty, bytes[range.lowerBound] != UInt8(ascii: "#"),
        bytes[range.lowerBound] != UInt8(ascii: "%")
      else { continue }
      do throws(TsHeader.Flaw) {
        if isData {
          if series.count == limit { break }
          try series.append(text, range, header: header, line: number)
        } else if bytes[range.lowerBound] == UInt8(ascii: "@") {
          isData = try header.read(text.text(range))
        } else {
          throw TsHeader.Flaw(reason: "there is no @data line before the first series")
        }
      } catch {
        throw DataError(.malformed(format: "a .ts file", reason: error.reason), file: file, line: number)
      }
      try limits.checkValues(rows: series.lines.count, columns: series.width, file: file)
    }
    guard isData, series.count > 0 else {
      throw DataError(
        .malformed(format: "a .ts file", reason: isData ? "there are no series" : "there is no @data line"),
        file: file)
    }
    return series.contents(file: file, header: header)
  }
}

/// The columns that the series fill.
struct TsColumns {
  private(set) var count = 0
  private(set) var lines: [Int] = []
  private var sequences: [Double] = []
  private var times: [Double] = []
  private var dimensions: [[Double]] = []
  private var classes = TextCodes()
  private var targets: [Double] = []

  var width: Int { dimensions.count + 3 }

  mutating func append(
    _ text: ValueText, _ line: Range<Int>, header: TsHeader, line number: Int
  ) throws(TsHeader.Flaw) {
    var pieces = TsSeries.pieces(text, line)
    let hasLast =
      header.hasTarget || (header.hasClass ?? header.dimensions.map { pieces.count == $0 + 1 } ?? false)
    let last = hasLast ? pieces.popLast() : nil
    let expected = count > 0 ? dimensions.count : header.dimensions ?? pieces.count
    guard pieces.count == expected, expected > 0 else {
      throw TsHeader.Flaw(
        reason: "\(counted(pieces.count, "dimension")) where \(max(expected, 1)) are expected")
    }
    let series =
      try header.hasTimes ? TsSeries(text, timedDimensions: pieces) : TsSeries(text, dimensions: pieces)
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

  func contents(file: String, header: TsHeader) -> FileContents {
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
    return FileContents(
      file: file.sanitized, columns: columns, lines: lines, unnamed: unnamed, sequenceCount: count)
  }
}
