/// One line of a `.ts` file below `@data`.
struct TsSeries {
  /// Empty where the file has none.
  var times: [Double] = []
  /// By dimension, all of one length: NaN behind the end of a shorter one.
  var values: [[Double]] = []

  /// The dimensions of a line, cut at colons outside of parentheses.
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

  /// Values one after another, a comma between them.
  init(_ text: ValueText, dimensions: [Range<Int>]) throws(TsHeader.Flaw) {
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
    for index in values.indices {
      values[index].append(contentsOf: repeatElement(.nan, count: length - values[index].count))
    }
  }

  /// Pairs of time and value, which each dimension has at times of its own.
  init(_ text: ValueText, timedDimensions: [Range<Int>]) throws(TsHeader.Flaw) {
    var readings: [[(time: Double, value: Double)]] = []
    for dimension in timedDimensions { readings.append(try Self.pairs(text, dimension)) }
    times = Set(readings.joined().map(\.time)).sorted()
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
      NumberParser(acceptsDecimalComma: false).parse(text.bytes, range.lowerBound, range.upperBound)
      ?? DateParser(order: .dayFirst).parse(text.bytes, range.lowerBound, range.upperBound)
    return parsed.flatMap { $0.isFinite ? $0 : nil }
  }
}
