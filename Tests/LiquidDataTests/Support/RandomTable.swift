import Foundation
import Liquid

/// A random table and a way to write it that a reader must undo.
struct RandomTable {
  enum Kind: CaseIterable { case number, text, date }

  let names: [String]
  let kinds: [Kind]
  /// By row, `nil` where missing.
  let cells: [[String?]]

  init(using random: inout SeededGenerator) {
    let width = 2 + random.integer(below: 6)
    let height = 3 + random.integer(below: 40)
    let kinds = (0..<width).map { _ in Kind.allCases[random.integer(below: 3)] }
    names = (0..<width).map {
      ["name", "tall, dark", "say \"x\"", "größe", "a b"][random.integer(below: 5)] + " \($0)"
    }
    var cells: [[String?]] = []
    for row in 0..<height {
      // The first row is complete, so that every column has a value to tell its kind by.
      cells.append(kinds.map { row > 0 && random.integer(below: 6) == 0 ? nil : Self.cell($0, &random) })
    }
    self.kinds = kinds
    self.cells = cells
  }

  private static func cell(_ kind: Kind, _ random: inout SeededGenerator) -> String {
    switch kind {
    case .number:
      switch random.integer(below: 4) {
      case 0: String(random.integer(below: 2_000_000) - 1_000_000)
      case 1: String(random.normal())
      case 2: String(random.normal() * 1e-30)
      default: String(random.normal() * 1e25)
      }
    case .text:
      [
        "red", "two words", "comma, inside", "tab\tinside", "semi;colon", "say \"so\"", "\"", "line\nend",
        "x\r\ny", "日本",
      ][
        random.integer(below: 10)]
    case .date:
      String(
        format: "%04d-%02d-%02d %02d:%02d:%02d", 1950 + random.integer(below: 150),
        1 + random.integer(below: 12),
        1 + random.integer(below: 28), random.integer(below: 24), random.integer(below: 60),
        random.integer(below: 60))
    }
  }

  /// The table as text: a random separator, line ends (mixed), quotes where needed and at random, missing
  /// words.
  func written(using random: inout SeededGenerator) -> [UInt8] {
    let separator = [",", "\t", ";", " "][random.integer(below: 4)]
    let pads = separator == "," && random.integer(below: 3) == 0
    let lineEnds = [["\n"], ["\r\n"], ["\r"], ["\n", "\r\n"], ["\n", "\r\n", "\r"]][random.integer(below: 5)]
    let missing =
      separator == " " ? ["NA", "?", "\"\""] : ["", "NA", "NaN", "nan", "null", "?", "-", "\"\""]
    var text = random.integer(below: 3) == 0 ? "\u{FEFF}" : ""
    func field(_ value: String?, header: Bool = false) -> String {
      guard let value else { return missing[random.integer(below: missing.count)] }
      let special = value.contains { "\",;\t\n\r \r\n".contains($0) }
      guard special || random.integer(below: 4) == 0 else { return value }
      return "\"" + value.replacing("\"", with: "\"\"") + "\""
    }
    let rows = [names.map { Optional($0) }] + cells
    for (index, row) in rows.enumerated() {
      if random.integer(below: 10) == 0 { text += lineEnds[0] }
      text += row.map { field($0) }.joined(separator: pads ? ", " : separator)
      let isLast = index == rows.count - 1
      if !isLast || random.integer(below: 2) == 0 { text += lineEnds[random.integer(below: lineEnds.count)] }
    }
    return Array(text.utf8)
  }
}
