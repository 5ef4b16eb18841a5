import Foundation
import Liquid
import LiquidData
import Testing

@Suite struct RoundTripTests {
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
}
