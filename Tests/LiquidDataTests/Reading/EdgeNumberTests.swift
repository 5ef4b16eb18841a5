import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

/// Files whose numbers are all at an edge: the limits of integers and floats, the smallest and the longest numbers, the
/// spellings of NaN. None may end the program, and each reads as C and Python read it.
@Suite struct EdgeNumberTests {
  private static let edges: [String] = {
    var texts = [
      "0", "-0", "-0.0", "+0", "1e-400", "-1e-400", "0e999", "1e308", "-1e308", "1.7976931348623157e308",
    ]
    texts += [
      "5e-324", "4.9e-324", "2.2250738585072014e-308", "2.2250738585072011e-308", "1e22", "1e23", ".5", "5.",
    ]
    for bits in [7, 8, 15, 16, 31, 32, 52, 53, 54, 62, 63, 64, 127, 128] {
      let power = pow(2, Double(bits))
      let digits = String(format: "%.0f", power)
      texts += [digits, "-" + digits, digits + ".5", "\(digits)e0"]
    }
    texts += ["9223372036854775807", "9223372036854775809", "-9223372036854775807", "-9223372036854775809"]
    texts += ["18446744073709551615", "9007199254740993", "123456789012345678901234567890"]
    let long = String(repeating: "1234567890", count: 40)
    texts += [long, "-" + long, "0." + long, "\(long)e-390", "-0.\(String(repeating: "0", count: 399))1"]
    texts += ["nan", "NaN", "NAN", "-nan", "+nan", "inf", "-inf", "Infinity", "-INFINITY", "1e309", "-1e999"]
    return texts
  }()

  /// What C's `strtod` reads, which is what Python's `float` reads; no series holds what is not finite.
  private static func reference(_ text: String) -> Double {
    let value = strtod(text, nil)
    return value.isFinite ? value : .nan
  }

  private static func isSame(_ first: Double, _ second: Double) -> Bool {
    first.isNaN && second.isNaN || first.bitPattern == second.bitPattern
  }

  @Test("Each edge reads as strtod reads it", arguments: edges)
  func single(text: String) throws {
    // The plain number makes a column of numbers of any spelling of NaN.
    let table = try Table(bytes: Array("a,b\n1,2\n\(text),3\n".utf8), name: "edge")
    let read = numbers(table, "a")[1]
    #expect(Self.isSame(read, Self.reference(text)), "\(text) reads as \(read)")
  }

  @Test("Files of nothing else are read, guessed about and made into data")
  func files() throws {
    for seed in 0..<UInt64(Thoroughness.cases(60)) {
      var random = SeededGenerator(seed: seed)
      let columns = 1 + random.integer(below: 5)
      let fields = (0..<20 + random.integer(below: 30)).map { _ in
        (0..<columns).map { _ in Self.edges[random.integer(below: Self.edges.count)] }
      }
      let names = (0..<columns).map { $0 == 0 ? "time" : "c\($0)" }
      let text = ([names] + fields).map { $0.joined(separator: ",") }.joined(separator: "\n")
      let table = try Table(bytes: Array(text.utf8), name: "seed \(seed)")
      for (index, name) in names.enumerated() {
        guard case .numbers(let read)? = table.column(named: name)?.values else {
          Issue.record("seed \(seed): \(name) holds no numbers")
          continue
        }
        let wrong = read.indices.first { !Self.isSame(read[$0], Self.reference(fields[$0][index])) }
        #expect(wrong == nil, "seed \(seed), \(name), row \(wrong ?? 0)")
      }
      use(table, names)
    }
  }

  /// What every command does with a table; any of it may be refused.
  private func use(_ table: Table, _ names: [String]) {
    guard let guess = try? TaskGuess(table: table, name: "edges") else { return }
    _ = TaskFileText(guess, files: ["x.csv"], rows: table.rowCount, columns: table.columns.count).text
    for kind in TaskDefinition.Kind.allCases {
      for categories in [[], names] {
        var task = TaskDefinition(name: "edges")
        (task.kind, task.categories) = (kind, categories)
        task.split = Split(train: 1, validation: 1e308, test: .leastNonzeroMagnitude)
        guard let dataset = try? Dataset(table: table, task: task) else { continue }
        _ = try? TableFacts(table: table, task: task, read: table)
        _ = SplitFacts(dataset: dataset, table: table)
        if dataset.count(of: .train) > 0 { _ = dataset.batch(.train, indices: [0]) }
      }
    }
  }
}
