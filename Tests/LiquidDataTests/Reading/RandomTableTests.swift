import Foundation
import Liquid
import LiquidData
import Testing

@Suite struct RandomTableTests {
  @Test("A random table is read back whole, however it was written", arguments: 0..<300)
  func randomTables(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let original = RandomTable(using: &random)
    let bytes = original.written(using: &random)
    let note = Comment(rawValue: "seed \(seed): \(String(decoding: bytes.prefix(300), as: UTF8.self))")
    let read = try Table(bytes: bytes, name: "random.csv")

    try #require(read.columnNames == original.names, note)
    try #require(read.rowCount == original.cells.count, note)
    #expect(read.warnings.isEmpty, note)
    for (index, name) in original.names.enumerated() {
      let expected = original.cells.map { $0[index] }
      switch original.kinds[index] {
      case .number:
        let values = numbers(read, name)
        #expect(values.map { $0.isNaN ? nil : $0 } == expected.map { $0.flatMap(Double.init) }, note)
      case .text:
        #expect(texts(read, name) == expected, note)
      case .date:
        let values = dates(read, name)
        #expect(values.map { $0.isNaN ? nil : $0 } == expected.map { $0.flatMap(referenceDate) }, note)
      }
    }
  }

  private func referenceDate(_ text: String) -> Double? {
    let parsed = try? Date(text.replacing(" ", with: "T") + "Z", strategy: .iso8601)
    return parsed?.timeIntervalSince1970
  }

  @Test("Every row knows the line it begins on", arguments: ["\n", "\r\n", "\r"])
  func lines(lineEnd: String) throws {
    let text = ["a,b", "1,x", "", "2,\"two\(lineEnd)lines\"", "3,y"].joined(separator: lineEnd)
    #expect(try table(text).lines == [2, 4, 6])
  }

  @Test("No damaged file stops the program", arguments: 0..<20)
  func mutations(block: Int) {
    for round in 0..<100 {
      var random = SeededGenerator(seed: UInt64(block * 100 + round))
      var bytes = RandomTable(using: &random).written(using: &random)
      for _ in 0..<1 + random.integer(below: 8) { mutate(&bytes, &random) }
      exercise(bytes, &random)
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let marks = Array("\",;\t\n\r -?.eE+:/0\u{0}".utf8) + [0xFF, 0xEF, 0x80]
    let place = random.integer(below: bytes.count + 1)
    switch random.integer(below: 5) {
    case 0: bytes.insert(marks[random.integer(below: marks.count)], at: place)
    case 1 where place < bytes.count: bytes.remove(at: place)
    case 2 where place < bytes.count: bytes[place] = UInt8(random.integer(below: 256))
    case 3: bytes.removeSubrange(place..<min(bytes.count, place + random.integer(below: 40)))
    default: bytes += bytes[place...].prefix(50)
    }
  }

  /// Reads, makes datasets of all kinds and takes every batch: each step may fail with a `DataError` only.
  private func exercise(_ bytes: [UInt8], _ random: inout SeededGenerator) {
    do throws(DataError) {
      let table = try Table(bytes: bytes, name: "mutated")
      let names = table.columnNames
      func anyName() -> String? {
        random.integer(below: 3) == 0 ? names[random.integer(below: names.count)] : nil
      }
      let task = TaskDefinition(
        name: "mutated", targets: anyName().map { [$0] }, time: anyName(), sequence: anyName(),
        kind: [nil, .regression, .classification, .forecast][random.integer(below: 4)],
        window: random.integer(below: 2) == 0 ? nil : 1 + random.integer(below: 9),
        horizon: 1 + random.integer(below: 3), missing: random.integer(below: 2) == 0 ? .mask : .forwardFill)
      let dataset = try Dataset(table: table, task: task)
      for part in Dataset.Part.allCases {
        let batch = dataset.batch(part, indices: Array(0..<dataset.count(of: part)))
        let areFinite = (batch.inputs + batch.elapsed + batch.targets).allSatisfy { $0.isFinite }
        #expect(areFinite)
      }
      _ = try Dataset(evaluating: table, schema: DataSchema(json: dataset.schema.json, source: "schema"))
    } catch {
      #expect(!error.description.isEmpty)
      #expect(!error.description.unicodeScalars.contains { $0.properties.generalCategory == .control })
    }
  }
}
