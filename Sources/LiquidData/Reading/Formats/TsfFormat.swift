import Foundation
import Text

/// The `.tsf` files of the Monash archive: headers with `@`, then one series a line, its attributes and its values
/// separated by colons. The first time and the frequency make a column of times.
struct TsfFormat: DataFormat {
  let options: FormatOptions

  /// By the file's name, or by headers that no other format has.
  static func recognizes(head: ArraySlice<UInt8>, path: String) -> Bool {
    if FileEnding.is("tsf", of: path) { return true }
    let head = Array(head)
    let text = ValueText(head)
    var isHeader = false
    for (range, _) in LineScanner(head) where !range.isEmpty && head[range.lowerBound] != UInt8(ascii: "#") {
      guard head[range.lowerBound] == UInt8(ascii: "@") else { return false }
      let word = text.text(range).lowercased()
      if word.hasPrefix("@data") { return isHeader }
      if ["@frequency", "@equallength", "@horizon"].contains(where: word.hasPrefix) { isHeader = true }
    }
    return isHeader
  }

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile {
    let bytes = try options.bytes(of: file)
    let text = ValueText(bytes)
    var header = TsfHeader()
    var series: TsfColumns?
    for (range, number) in LineScanner(bytes) {
      guard !range.isEmpty, bytes[range.lowerBound] != UInt8(ascii: "#") else { continue }
      if let limit = options.sequenceLimit, series?.count == limit { break }
      let commas = range.count(of: Ascii.comma, in: bytes)
      try file.budget.check(bytes: 48 * commas)
      try file.budget.check(
        rows: (series?.lines.count ?? 0) + commas, columns: header.attributes.count + 3)
      do throws(TsHeader.Flaw) {
        if series == nil {
          if try header.read(text.text(range)) { series = TsfColumns(header) }
        } else {
          try series?.append(text, range, line: number)
        }
      } catch {
        throw DataError(
          .malformed(format: "a .tsf file", reason: error.reason), file: file.path, line: number)
      }
      try file.budget.check(rows: series?.lines.count ?? 0, columns: header.attributes.count + 3)
    }
    guard let series, series.count > 0 else {
      throw DataError(
        .malformed(
          format: "a .tsf file", reason: series == nil ? "there is no @data line" : "there are no series"),
        file: file.path)
    }
    return .columns(series.fileColumns(file: file.path))
  }
}

/// What the lines before `@data` say.
struct TsfHeader {
  enum Kind: String {
    case text = "string"
    case number = "numeric"
    case date
  }

  private(set) var attributes: [(name: String, kind: Kind)] = []
  private var names: Set<String> = []
  private(set) var frequency: TsfFrequency?

  /// Reads a line that begins with `@`; unknown names are skipped. Returns whether the data begin after it.
  mutating func read(_ line: String) throws(TsHeader.Flaw) -> Bool {
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    switch words.first?.lowercased() {
    case "@data": return true
    case "@attribute":
      guard words.count == 3, let kind = Kind(rawValue: words[2].lowercased()) else {
        throw TsHeader.Flaw(reason: "@attribute is not followed by a name and string, numeric or date")
      }
      let name = words[1].sanitized
      guard names.insert(name).inserted else {
        throw TsHeader.Flaw(reason: "two attributes are called '\(name.displayed)'")
      }
      attributes.append((name, kind))
    case "@frequency":
      guard let frequency = words.dropFirst().first.flatMap({ TsfFrequency($0) }) else {
        throw TsHeader.Flaw(
          reason:
            "@frequency is followed by none of yearly, quarterly, monthly, weekly, daily, hourly, half_hourly,"
            + " minutely, secondly, or a number of them such as 10_minutes")
      }
      self.frequency = frequency
    case .some(let word) where word.hasPrefix("@"): break
    default: throw TsHeader.Flaw(reason: "there is no @data line before the first series")
    }
    return false
  }
}

/// How long the steps of a series are.
enum TsfFrequency: Hashable {
  /// By the calendar.
  case months(Int)
  case seconds(Double)

  /// `monthly`, `half_hourly`, `10_minutes`, `4_seconds`; nil for anything else.
  init?(_ word: String) {
    let parts = word.lowercased().split { $0 == "_" || $0 == "-" }.map(String.init)
    guard let unit = parts.last, parts.count <= 2 else { return nil }
    var factor = 1.0
    if parts.count == 2 {
      guard let count = parts[0] == "half" ? 0.5 : Double(parts[0]), count > 0, count <= 1e6 else {
        return nil
      }
      factor = count
    }
    switch unit {
    case "yearly", "years", "year", "annual": self = .months(Int(saturating: 12 * factor))
    case "quarterly", "quarters", "quarter": self = .months(Int(saturating: 3 * factor))
    case "monthly", "months", "month": self = .months(Int(saturating: factor))
    case "weekly", "weeks", "week": self = .seconds(604_800 * factor)
    case "daily", "days", "day": self = .seconds(86_400 * factor)
    case "hourly", "hours", "hour": self = .seconds(3_600 * factor)
    case "minutely", "minutes", "minute": self = .seconds(60 * factor)
    case "secondly", "seconds", "second": self = .seconds(factor)
    default: return nil
    }
    if self == .months(0) { return nil }
  }

  /// The times of a series in seconds since 1970; nil where they leave the calendar. A month without the first one's day
  /// has its last day instead.
  func times(from start: Double, count: Int) -> [Double]? {
    switch self {
    case .seconds(let step): return (0..<count).map { start + Double($0) * step }
    case .months(let step):
      var times: [Double] = []
      for index in 0..<count {
        guard let time = Calendar.time(start, addingMonths: index.saturatingProduct(step)) else { return nil }
        times.append(time)
      }
      return times
    }
  }
}

/// The columns that the series fill.
private struct TsfColumns {
  private(set) var count = 0
  private(set) var lines: [Int] = []
  private let header: TsfHeader
  /// The place of the attribute that names the series, and of the one that is its first time.
  private let name: Int?
  private let start: Int?
  private var names: [String?] = []
  private var lengths: [Int] = []
  private var values: [Double] = []
  private var times: [Double] = []
  private var attributes: [Values]

  private enum Values {
    case numbers([Double])
    case text(TextCodes)
  }

  init(_ header: TsfHeader) {
    self.header = header
    name = header.attributes.firstIndex { $0.name == "series_name" && $0.kind == .text }
    start = header.frequency == nil ? nil : header.attributes.firstIndex { $0.kind == .date }
    attributes = header.attributes.map { $0.kind == .number ? .numbers([]) : .text(TextCodes()) }
  }

  mutating func append(_ text: ValueText, _ line: Range<Int>, line number: Int) throws(TsHeader.Flaw) {
    let pieces = text.split(line, Ascii.colon)
    guard pieces.count == header.attributes.count + 1, let last = pieces.last else {
      throw TsHeader.Flaw(
        reason:
          "\(counted(pieces.count, "piece")) between colons, and the header wants \(header.attributes.count + 1)"
      )
    }
    var series: [Double] = []
    for piece in text.split(last, Ascii.comma) {
      guard let value = text.number(piece) else {
        throw TsHeader.Flaw(reason: "'\(text.text(piece).displayed)' is not a number")
      }
      series.append(value)
    }
    if let start {
      guard let first = Self.time(text.text(pieces[start])),
        let own = header.frequency?.times(from: first, count: series.count)
      else {
        throw TsHeader.Flaw(
          reason:
            "'\(text.text(pieces[start]).displayed)' is no time such as 2015-02-04 17-51-00 with all steps before the year 10000"
        )
      }
      times += own
    }
    for index in attributes.indices where index != name && index != start {
      try append(text, pieces[index], to: index, times: series.count)
    }
    names.append(name.flatMap { text.isMissing(pieces[$0]) ? nil : text.text(pieces[$0]).sanitized })
    lengths.append(series.count)
    values += series
    lines.append(contentsOf: repeatElement(number, count: series.count))
    count += 1
  }

  private mutating func append(
    _ text: ValueText, _ range: Range<Int>, to index: Int, times count: Int
  ) throws(TsHeader.Flaw) {
    switch attributes[index] {
    case .numbers(var numbers):
      guard let number = text.number(range) else {
        throw TsHeader.Flaw(reason: "'\(text.text(range).displayed)' is not a number")
      }
      attributes[index] = .numbers([])
      numbers.append(contentsOf: repeatElement(number, count: count))
      attributes[index] = .numbers(numbers)
    case .text(var codes):
      attributes[index] = .numbers([])
      codes.append(text.isMissing(range) ? nil : text.text(range).sanitized, times: count)
      attributes[index] = .text(codes)
    }
  }

  /// `2015-02-04 17-51-00`: colons separate what is in a line, so that times have none.
  private static func time(_ text: String) -> Double? {
    let words = text.split(separator: " ", maxSplits: 1)
    let clock = words.count > 1 ? " " + words[1].replacing("-", with: ":") : ""
    let bytes = Array("\(words.first ?? "")\(clock)".utf8)
    return DateParser(order: .dayFirst).parse(bytes, 0, bytes.count)?.instant
  }

  func fileColumns(file: String) -> FileColumns {
    // The names tell sequences apart only where each has one of its own.
    let own = names.compactMap(\.self)
    let areNames = own.count == count && Set(own).count == count
    var sequences = TextCodes()
    for (index, length) in lengths.enumerated() {
      sequences.append(areNames ? names[index] : "\(index + 1)", times: length)
    }
    var columns = [Table.Column(name: ColumnName.sequence, values: sequences.values)]
    if start != nil { columns.append(Table.Column(name: ColumnName.time, values: .dates(times))) }
    for (index, attribute) in header.attributes.enumerated() where index != name && index != start {
      switch attributes[index] {
      case .numbers(let numbers):
        columns.append(Table.Column(name: attribute.name, values: .numbers(numbers)))
      case .text(let codes): columns.append(Table.Column(name: attribute.name, values: codes.values))
      }
    }
    columns.append(Table.Column(name: ColumnName.value, values: .numbers(values)))
    return FileColumns(
      file: file.sanitized, columns: columns, lines: RowLines(lines),
      stated: StatedRoles(
        sequence: ColumnName.sequence, time: start == nil ? nil : ColumnName.time, target: ColumnName.value,
        kind: .forecast))
  }
}

extension Range<Int> {
  /// How often a byte stands in the range.
  fileprivate func count(of byte: UInt8, in bytes: [UInt8]) -> Int { bytes[self].count { $0 == byte } }
}
