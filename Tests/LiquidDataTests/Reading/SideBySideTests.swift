import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

/// What is read does not depend on how the text is divided among threads: not the values, nor the lines, warnings and
/// errors.
@Suite struct SideBySideTests {
  /// The bytes of a piece, and what the file is read as.
  private static let pieces = [1, 2, 3, 5, 11, 40, 150, 1_000]
  private static let formats: [DataSources.Format] = [.automatic, .wide]

  private static func limits(pieceBytes: Int, blockBytes: Int? = nil, isConcurrent: Bool) -> ReadingLimits {
    var limits = ReadingLimits.standard
    limits.plan.pieceBytes = pieceBytes
    limits.plan.blockBytes = blockBytes ?? limits.plan.blockBytes
    limits.plan.isConcurrent = isConcurrent
    // Small enough that random tables reach it.
    limits.columns = 12
    return limits
  }

  /// All that there is to know of the table, or the message that reading failed with.
  private func outcome(_ path: String, _ format: DataSources.Format, _ limits: ReadingLimits) -> [String] {
    do throws(DataError) {
      let sources = DataSources(files: [path], format: format)
      let table = try Table.read(sources, name: "task", folder: "", limits: limits)
      let columns = table.columns.flatMap { column in
        [
          "\(column.name): \(column.kindName) in \(column.unit ?? "")", bits(column.values),
          "\(column.stray.map { "\($0)" } ?? "") \(column.offsets ?? [])",
        ]
      }
      return columns + ["\(table.lines)"] + table.warnings
    } catch {
      return [error.description]
    }
  }

  private func bits(_ values: Table.Column.Values) -> String {
    switch values {
    case .numbers(let numbers), .dates(let numbers): "\(numbers.map(\.bitPattern))"
    case .text(let codes, let levels): "\(codes) of \(levels)"
    }
  }

  // MARK: - Random tables

  private static let lines = [
    "", "  ", "# a comment, with \"a quote", "1,2", "1,2,3,4,5,6,7,8,9,10,11,12,13,14", "\"a\nb\n\n\",2",
    "\"never closed", "x\"y,\"z\"w", ",,", "1e5,.5", "\"a \"\"b\"\"\n\",\"\n\"",
  ]
  private static let fields = [
    "NA", "-nan", "inf", "1e400", "-0", "1.234", "1,5", "1 000", "12345678901234567890123", "4 Feb 2015",
    "01/02/15",
    "5:51 PM", "$3", "7%", "+", "e5", "\"", "\"\"\"\"", "007",
  ]

  /// A table of a few kinds of columns, in which something is odd: lines that are no rows, fields of other kinds,
  /// marks in the wrong place.
  private func randomText(_ random: inout SeededGenerator) -> [UInt8] {
    var bytes = RandomTable(using: &random).written(using: &random)
    if random.integer(below: 3) == 0 { bytes = Array("# first\n".utf8) + bytes }
    for _ in 0..<random.integer(below: 4) {
      let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
      let line = Self.lines[random.integer(below: Self.lines.count)]
      let place = ends.isEmpty ? bytes.count : ends[random.integer(below: ends.count)] + 1
      bytes.insert(contentsOf: Array((line + "\n").utf8), at: place)
    }
    for _ in 0..<random.integer(below: 3) {
      let field = Array(Self.fields[random.integer(below: Self.fields.count)].utf8)
      let commas = bytes.indices.filter { bytes[$0] == UInt8(ascii: ",") || bytes[$0] == UInt8(ascii: ";") }
      let place = commas.isEmpty ? bytes.count : commas[random.integer(below: commas.count)] + 1
      bytes.insert(contentsOf: field, at: place)
    }
    return bytes
  }

  @Test("Random tables with odd lines and fields are read the same in any pieces")
  func randomTables() throws {
    let folder = try DataFolder()
    var outcomes: Set<Bool> = []
    for seed in 0..<UInt64(Thoroughness.cases(60)) {
      var random = SeededGenerator(seed: seed)
      let bytes = randomText(&random)
      let path = try folder.write(bytes, "table.csv")
      for format in Self.formats {
        let whole = outcome(path, format, Self.limits(pieceBytes: .max, isConcurrent: false))
        outcomes.insert(whole.count == 1)
        for pieceBytes in Self.pieces {
          let limits = Self.limits(pieceBytes: pieceBytes, isConcurrent: random.integer(below: 2) == 0)
          #expect(
            outcome(path, format, limits) == whole,
            "seed \(seed), \(format), pieces of \(pieceBytes): \(String(decoding: bytes.prefix(500), as: UTF8.self))"
          )
        }
      }
    }
    // Some are tables, and some are refused.
    #expect(outcomes.count == 2)
  }

  @Test("A file of several blocks is read the same in any pieces")
  func severalBlocks() throws {
    let folder = try DataFolder()
    var random = SeededGenerator(seed: 7)
    var text = "n,text,day,late\n"
    for row in 0..<6_000 {
      let quoted = row % 5 == 0 ? "\"two\nlines, \"\"\(row % 9)\"\"\"" : "word \(row % 30)"
      text += "\(random.normal()),\(quoted),2015-02-\(1 + row % 28),\(row == 5_000 ? "oops" : "\(row)")\n"
      if row % 1_000 == 0 { text += "\n" }
    }
    let path = try folder.write(Array(text.utf8), "table.csv")
    let whole = outcome(path, .automatic, Self.limits(pieceBytes: .max, isConcurrent: false))
    #expect(whole.count == 13)
    for (pieceBytes, blockBytes) in [
      (1 << 14, 1 << 17), (1 << 12, 1 << 20), (1_000, 1 << 13), (200, 1 << 16),
    ] {
      let limits = Self.limits(pieceBytes: pieceBytes, blockBytes: blockBytes, isConcurrent: true)
      #expect(outcome(path, .automatic, limits) == whole, "pieces of \(pieceBytes)")
    }
  }

  // MARK: - Numbers

  /// A spelling of a number with any count of digits and any exponent, or the shortest or a long one of any double.
  private func spelling(_ random: inout SeededGenerator) -> String {
    let any = Double(bitPattern: random.next())
    let bits = any.isFinite ? any : 0.1
    switch random.integer(below: 5) {
    case 0: return "\(bits)"
    case 1: return String(format: "%.*e", random.integer(below: 40), bits)
    // Halfway between two doubles, or a digit beside it.
    case 2:
      let half = Double(1 << 53 + 2 * random.integer(below: 1 << 40))
      let digit = random.integer(below: 10)
      return String(String(format: "%.0f", half).dropLast()) + "\(digit).\(random.integer(below: 3))"
    default: break
    }
    func digits(_ count: Int) -> String { (0..<count).map { _ in "\(random.integer(below: 10))" }.joined() }
    var text = ["", "-", "+"][random.integer(below: 3)] + digits(1 + random.integer(below: 12))
    if random.integer(below: 3) > 0 { text += "." + digits(random.integer(below: 24)) }
    if random.integer(below: 3) == 0 { text += "e\(random.integer(below: 660) - 340)" }
    return text
  }

  @Test("Numbers are those that strtod reads, bit for bit", arguments: [",", ";"])
  func numbersOfAnyLength(separator: String) throws {
    let folder = try DataFolder()
    for seed in 0..<UInt64(Thoroughness.cases(3)) {
      var random = SeededGenerator(seed: seed)
      let spellings = (0..<5_000).map { _ in spelling(&random) }
      var text = "x\(separator)y\n0.5\(separator)1\n"
      for spelling in spellings { text += "\(spelling)\(separator)1\n" }
      var reading = ReadingOptions()
      if separator == ";" {
        text = text.replacing(".", with: ",")
        reading.decimal = .comma
      }
      try folder.write(Array(text.utf8), "numbers.csv")
      let read = numbers(try folder.read(DataSources(files: ["numbers.csv"], reading: reading)), "x")
        .dropFirst()
      #expect(read.count == spellings.count)
      let wrong = zip(spellings, read).first { spelling, value in
        let expected = strtod(spelling, nil)
        return expected.isFinite ? expected.bitPattern != value.bitPattern : !value.isNaN
      }
      #expect(wrong == nil, "seed \(seed): \(wrong.map { "\($0)" } ?? "")")
    }
  }
}
