import Foundation
import Liquid
import LiquidData
import Testing

@Suite("Parts have the shares of the classes") struct StratifiedSplitTests {
  /// Sequences of one class each, sorted by class.
  private func text(_ sizes: [Int], rows: Int = 4) -> (text: String, classOfSequence: [String: String]) {
    var text = "s,x,y\n"
    var classes: [String: String] = [:]
    for (index, size) in sizes.enumerated() {
      for member in 0..<size {
        classes["q\(index)-\(member)"] = "c\(index)"
        for row in 0..<rows { text += "q\(index)-\(member),\(row),c\(index)\n" }
      }
    }
    return (text, classes)
  }

  private func counts(_ dataset: Dataset, _ part: Dataset.Part, _ classes: [String: String]) -> [String: Int]
  {
    let found = (0..<dataset.count(of: part)).compactMap { dataset.location(part, index: $0).sequence }
    return Dictionary(found.compactMap { classes[$0] }.map { ($0, 1) }, uniquingKeysWith: +)
  }

  @Test("Whatever the classes' sizes and the order, by sequence or file", arguments: 0..<100)
  func shares(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let sizes = (0..<2 + random.integer(below: 5)).map { _ in 1 + random.integer(below: 40) }
    let (text, classes) = text(sizes)
    let task = TaskDefinition(
      name: "t", inputs: ["x"], targets: ["y"], sequence: "s",
      split: Split(train: 60, validation: 20, test: 20),
      splitBy: random.integer(below: 2) == 0 ? .sequence : .automatic,
      shuffle: random.integer(below: 2) == 0 ? nil : random.next())
    guard sizes.reduce(0, +) >= 4 else { return }
    let dataset = try Dataset(table: table(text), task: task)
    let total = Double(sizes.reduce(0, +))
    for part in Dataset.Part.allCases {
      let share = Double(dataset.count(of: part)) / total
      let found = counts(dataset, part, classes)
      for (index, size) in sizes.enumerated() {
        let difference = Double(found["c\(index)"] ?? 0) - share * Double(size)
        #expect(abs(difference) <= 1.5, "seed \(seed): \(part.rawValue) of \(sizes) has \(found)")
      }
    }
    // Every class can be learnt.
    #expect(counts(dataset, .train, classes).count == sizes.count, "seed \(seed)")
  }

  @Test("Sequences of several classes keep their order, as do those of a run that was not stratified")
  func unstratified() throws {
    let mixed = "s,x,y\n" + (0..<200).map { "s\($0 % 20),\($0),\($0 / 20 % 2 == 0 ? "a" : "b")\n" }.joined()
    var task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], sequence: "s")
    #expect(try Dataset(table: table(mixed), task: task).location(.validation, index: 0).sequence == "s15")
    let (sorted, classes) = text([10, 10])
    let stratified = try Dataset(table: table(sorted), task: task)
    #expect(counts(stratified, .test, classes).count == 2)
    task.isStratified = false
    let older = try Dataset(table: table(sorted), task: task)
    #expect(counts(older, .test, classes) == ["c1": 3])
    #expect(older.fingerprint != stratified.fingerprint)
    #expect(older.warnings.contains("the test part has no row of 1 of 2 classes: 'c0'"))
  }
}
