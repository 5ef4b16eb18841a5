import Text

/// One line of a `.ts` file after `@data`.
struct TsSeries {
  /// Empty if the file has none.
  var times: [Double] = []
  /// By dimension, all of the same length: shorter ones end with NaN.
  var values: [[Double]] = []

  /// The dimensions of a line, split at colons outside parentheses.
  static func pieces(_ text: ValueText, _ line: Range<Int>) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = line.lowerBound
    var isInside = false
    for place in line {
      switch text.bytes[place] {
      case UInt8(ascii: "("): isInside = true
      case UInt8(ascii: ")"): isInside = false
      case Ascii.colon where !isInside:
        pieces.append(trimmedRange(text.bytes, start..<place))
        start = place + 1
      default: break
      }
    }
    pieces.append(trimmedRange(text.bytes, start..<line.upperBound))
    return pieces
  }

  /// Reads values separated by commas.
  init(_ text: ValueText, dimensions: [Range<Int>], valueLimit: Int) throws(TsHeader.Flaw) {
    for dimension in dimensions {
      var numbers: [Double] = []
      if !dimension.isEmpty {
        for piece in text.split(dimension, Ascii.comma) {
          guard let number = text.number(piece) else {
            throw TsHeader.Flaw(reason: "'\(text.text(piece).displayed)' is not a number")
          }
          numbers.append(number)
        }
      }
      values.append(numbers)
    }
    let length = values.map(\.count).max() ?? 0
    try Self.check(length, values.count, valueLimit)
    for index in values.indices {
      values[index].append(contentsOf: repeatElement(.nan, count: length - values[index].count))
    }
  }

  /// Reads pairs of time and value; each dimension has its own times.
  init(_ text: ValueText, timedDimensions: [Range<Int>], valueLimit: Int) throws(TsHeader.Flaw) {
    var readings: [[(time: Double, value: Double)]] = []
    for dimension in timedDimensions { readings.append(try Self.pairs(text, dimension)) }
    times = Set(readings.joined().map(\.time)).sorted()
    try Self.check(times.count, readings.count, valueLimit)
    var rows: [Double: Int] = [:]
    for (row, time) in times.enumerated() { rows[time] = row }
    for reading in readings {
      var numbers = [Double](repeating: .nan, count: times.count)
      for (time, value) in reading {
        if let row = rows[time] { numbers[row] = value }
      }
      values.append(numbers)
    }
  }

  /// Filling dimensions to the same length can cost the square of the line.
  private static func check(_ steps: Int, _ dimensions: Int, _ limit: Int) throws(TsHeader.Flaw) {
    guard steps.saturatingProduct(dimensions) > limit else { return }
    throw TsHeader.Flaw(
      reason:
        "\(steps) steps of \(counted(dimensions, "dimension")) are more than the \(limit) values of memory "
        + "that such a file may take")
  }

  private static func pairs(
    _ text: ValueText, _ dimension: Range<Int>
  ) throws(TsHeader.Flaw) -> [(time: Double, value: Double)] {
    var pairs: [(time: Double, value: Double)] = []
    var rest = dimension
    while let opening = text.bytes[rest].firstIndex(of: UInt8(ascii: "(")) {
      guard let closing = text.bytes[opening..<rest.upperBound].firstIndex(of: UInt8(ascii: ")")) else {
        throw TsHeader.Flaw(reason: "a pair of time and value has no closing parenthesis")
      }
      let inner = opening + 1..<closing
      guard let comma = text.bytes[inner].lastIndex(of: Ascii.comma) else {
        throw TsHeader.Flaw(reason: "'\(text.text(inner).displayed)' is no pair of time and value")
      }
      let time = trimmedRange(text.bytes, inner.lowerBound..<comma)
      let value = trimmedRange(text.bytes, comma + 1..<inner.upperBound)
      guard let seconds = Self.time(text, time), let number = text.number(value) else {
        throw TsHeader.Flaw(reason: "'\(text.text(inner).displayed)' is no pair of time and value")
      }
      pairs.append((seconds, number))
      rest = closing + 1..<rest.upperBound
    }
    return pairs
  }

  /// A number, or a date as seconds since 1970.
  private static func time(_ text: ValueText, _ range: Range<Int>) -> Double? {
    let parsed =
      NumberParser().parse(text.bytes, range.lowerBound, range.upperBound)
      ?? DateParser(order: .dayFirst).parse(text.bytes, range.lowerBound, range.upperBound)?.instant
    return parsed.flatMap { $0.isFinite ? $0 : nil }
  }
}

/// Splits bytes into lines, whatever their line ends are.
struct LineScanner: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var position: Int
  private var number = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: TableDialect.byteOrderMark) ? 3 : 0
  }

  /// The next line without its end and without white space around it, and its number from 1.
  mutating func next() -> (range: Range<Int>, number: Int)? {
    guard position < bytes.count else { return nil }
    let start = position
    while position < bytes.count, bytes[position] != Ascii.lineFeed, bytes[position] != Ascii.carriageReturn {
      position += 1
    }
    let end = position
    if position < bytes.count {
      let isReturn = bytes[position] == Ascii.carriageReturn
      position += 1
      if isReturn, position < bytes.count, bytes[position] == Ascii.lineFeed { position += 1 }
    }
    number += 1
    return (trimmedRange(bytes, start..<end), number)
  }
}

/// The range without spaces and tabs at its ends.
func trimmedRange(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
  var (start, end) = (range.lowerBound, range.upperBound)
  while start < end, bytes[start] == Ascii.space || bytes[start] == Ascii.tab { start += 1 }
  while end > start, bytes[end - 1] == Ascii.space || bytes[end - 1] == Ascii.tab { end -= 1 }
  return start..<end
}
