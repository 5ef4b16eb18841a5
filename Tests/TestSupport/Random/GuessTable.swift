import Foundation
import Liquid

/// A random table of a kind that people have, as text: series in either order, panels, classes, columns that are no use.
package struct GuessTable: CustomStringConvertible {
  package enum Order: CaseIterable, Sendable {
    case none, oldestFirst, newestFirst, shuffled, numbered, panelInBlocks, panelByTime, panelNewestFirst
  }

  package let order: Order
  package private(set) var columns: [(name: String, cells: [String])] = []

  /// - Parameter order: nil: a random one.
  package init(using random: inout SeededGenerator, order chosen: Order? = nil) {
    order = chosen ?? Order.allCases[random.integer(below: Order.allCases.count)]
    let units = 3 + random.integer(below: 8)
    let steps = 5 + random.integer(below: 20)
    switch order {
    case .none: addValues(rows: units * steps, &random)
    case .oldestFirst: addSeries((0..<units * steps).map { $0 }, &random)
    case .newestFirst: addSeries((0..<units * steps).reversed(), &random)
    case .shuffled: addSeries((0..<units * steps).shuffled(using: &random), &random)
    case .numbered:
      columns.append(("row", (0..<units * steps).map { "\($0 + 1)" }))
      addValues(rows: units * steps, &random)
    case .panelInBlocks:
      addPanel((0..<units).flatMap { unit in (0..<steps).map { (unit, $0) } }, &random)
    case .panelByTime:
      addPanel((0..<steps).flatMap { step in (0..<units).map { ($0, step) } }, &random)
    case .panelNewestFirst:
      addPanel((0..<units).flatMap { unit in (0..<steps).reversed().map { (unit, $0) } }, &random)
    }
  }

  private static func date(_ day: Int) -> String {
    String(format: "2021-%02d-%02d", 1 + day / 28 % 12, 1 + day % 28)
  }

  private mutating func addSeries(_ days: [Int], _ random: inout SeededGenerator) {
    columns.append((["Date", "when", "timestamp"][random.integer(below: 3)], days.map(Self.date)))
    addValues(rows: days.count, &random)
  }

  private mutating func addPanel(_ rows: [(unit: Int, step: Int)], _ random: inout SeededGenerator) {
    let areNumbers = random.integer(below: 2) == 0
    columns.append(
      (areNumbers ? "id" : "country", rows.map { areNumbers ? "\(100 + $0.unit)" : "c\($0.unit)" }))
    let hasYears = order != .panelNewestFirst && random.integer(below: 2) == 0
    columns.append(
      (hasYears ? "year" : "date", rows.map { hasYears ? "\(1950 + 2 * $0.step)" : Self.date($0.step) }))
    addValues(rows: rows.count, &random)
  }

  /// Columns of values, of no use, and a target.
  private mutating func addValues(rows: Int, _ random: inout SeededGenerator) {
    let kinds = (0..<1 + random.integer(below: 5)).map { _ in random.integer(below: 9) }
    for (index, kind) in kinds.enumerated() {
      let name = "\(["x", "a, b", "gear", "say \"x\"", "größe"][random.integer(below: 5)]) \(index)"
      columns.append((name, (0..<rows).map { Self.cell(kind, row: $0, &random) }))
    }
    let classes = random.integer(below: 4)
    let name = ["target", "label", "value", "class"][random.integer(below: 4)]
    columns.append(
      (
        name,
        (0..<rows).map { row in
          switch classes {
          case 0: ["red", "green", "blue"][random.integer(below: 3)]
          case 1: "\(random.integer(below: 2))"
          case 2: "\(random.integer(below: 7))"
          default: "\(random.normal())"
          }
        }
      ))
  }

  private static func cell(_ kind: Int, row: Int, _ random: inout SeededGenerator) -> String {
    switch kind {
    case 0: ""
    case 1: "7"
    case 2: "\(row)"
    case 3: "word \(row)"
    case 4: ["low", "high"][random.integer(below: 2)]
    case 5: "\(random.integer(below: 5))"
    case 6: random.integer(below: 6) == 0 ? "" : "\(random.normal())"
    case 7: random.integer(below: 6) == 0 ? "-999" : "\(random.normal())"
    default: "\(random.normal())"
    }
  }

  /// The table as CSV.
  package var text: String {
    let header = columns.map { "\"\($0.name.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
    let rows = columns[0].cells.indices.map { row in
      columns.map { $0.cells[row] }.joined(separator: ",") + "\n"
    }
    return header + "\n" + rows.joined()
  }

  package var description: String { "\(order), \(columns.map(\.name))" }
}
