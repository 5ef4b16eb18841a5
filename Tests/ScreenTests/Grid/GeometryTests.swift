import Liquid
import Screen
import TestSupport
import Testing

@Suite struct SplitTests {
  @Test func fixedPartsComeFirstAndWeightsShareTheRest() {
    let parts = Rect(x: 2, y: 3, columns: 20, rows: 5)
      .split(.horizontal, [.fixed(4), .weight(1), .weight(3)])
    #expect(parts.map(\.columns) == [4, 4, 12])
    #expect(parts.map(\.x) == [2, 6, 10])
    #expect(parts.allSatisfy { $0.rows == 5 && $0.y == 3 })
  }

  @Test func minimumsAreKeptWhileThereIsRoom() {
    let rect = Rect(x: 0, y: 0, columns: 1, rows: 10)
    #expect(rect.split(.vertical, [.minimum(6, weight: 1), .weight(3)]).map(\.rows) == [7, 3])
    #expect(rect.split(.vertical, [.fixed(8), .fixed(8)]).map(\.rows) == [8, 2])
  }

  @Test(arguments: 0..<200) func partsNeverOverlapAndNeverLeaveTheParent(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let parent = Rect(
      x: Int.random(in: 0...9, using: &random), y: Int.random(in: 0...9, using: &random),
      columns: Int.random(in: 0...60, using: &random), rows: Int.random(in: 0...60, using: &random))
    let extents = (0..<Int.random(in: 1...7, using: &random)).map { _ -> Extent in
      switch Int.random(in: 0..<3, using: &random) {
      case 0: .fixed(Int.random(in: -2...20, using: &random))
      case 1: .weight(Int.random(in: -1...5, using: &random))
      default:
        .minimum(Int.random(in: 0...20, using: &random), weight: Int.random(in: 0...5, using: &random))
      }
    }
    let axis = seed % 2 == 0 ? Axis.horizontal : .vertical
    let parts = parent.split(axis, extents, spacing: Int.random(in: 0...2, using: &random))
    #expect(parts.count == extents.count)
    for (index, part) in parts.enumerated() {
      #expect(part.intersection(parent).size == part.size, "seed \(seed): \(part) leaves \(parent)")
      for other in parts[..<index] {
        #expect(part.intersection(other).isEmpty, "seed \(seed): \(part) overlaps \(other)")
      }
    }
  }

  @Test func weightsLoseNoCell() {
    for columns in 0...40 {
      let parts = Rect(x: 0, y: 0, columns: columns, rows: 1)
        .split(.horizontal, [.weight(1), .weight(1), .weight(1)])
      #expect(parts.reduce(0) { $0 + $1.columns } == columns)
    }
  }
}
