import Liquid
import Sweeps
import Testing

@Suite struct SweepSpaceTests {
  private func range(_ low: Double, _ high: Double, _ scale: SweepRange.Scale, isWhole: Bool = false)
    -> SweepDimension
  {
    SweepDimension(name: "x", values: .range(SweepRange(bounds: low...high, scale: scale, isWhole: isWhole)))
  }

  @Test(
    "Every value of a range is within its bounds, and its position grows with its place", arguments: 0..<50)
  func ranges(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let low = 1e-4 + random.uniform() * 10
    let high = low + 1 + random.uniform() * 1000
    for dimension in [range(low, high, .uniform), range(low, high, .log), range(-high, high, .uniform)] {
      let places = (0..<40).map { _ in random.uniform() }.sorted()
      let positions = try places.map { try #require(dimension.place(of: dimension.word(at: $0))) }
      #expect(positions.allSatisfy { (-1e-9...1 + 1e-9).contains($0) })
      // Numbers have four digits: neighbours may fall on one.
      #expect(zip(positions, positions.dropFirst()).allSatisfy { $0 <= $1 + 1e-9 })
    }
  }

  @Test("Whole numbers have equal shares, the bounds included, and a log range equal shares of its decades")
  func shares() {
    let whole = range(1, 4, .uniform, isWhole: true)
    let counts = Dictionary(grouping: (0..<4_000).map { whole.word(at: Double($0) / 4_000) }, by: \.self)
    #expect(counts.keys.sorted() == ["1", "2", "3", "4"])
    #expect(counts.values.allSatisfy { $0.count == 1_000 })
    let log = range(1e-4, 1e-1, .log)
    let decades = (0..<3_000).map { Double(log.word(at: Double($0) / 3_000)) ?? 0 }
    #expect(decades.count { $0 < 1e-3 } == 1_000 && decades.count { $0 >= 1e-2 } == 1_000)
    #expect(log.word(at: 0) == "0.0001" && log.word(at: 0.5) == "0.003162")
  }

  @Test("A grid has every combination once, the last dimension changing first")
  func grid() {
    let space = SweepSpace(dimensions: [
      SweepDimension(name: "model", values: .choices(["ltc", "cfc"])),
      SweepDimension(name: "units", values: .choices(["8", "16", "32"])),
    ])
    #expect(space.gridCount == 6)
    let points = (0..<6).map { SweepSampler.grid.point($0, of: space, seed: 1) }
    #expect(Set(points).count == 6)
    #expect(points[1] == ["model": "ltc", "units": "16"] && points[3] == ["model": "cfc", "units": "8"])
    #expect(SweepSpace(dimensions: space.dimensions + [range(0, 1, .uniform)]).gridCount == nil)
  }

  @Test("A random point depends on the sweep's seed and its own number alone, and all choices are tried")
  func random() {
    let space = SweepSpace(dimensions: [
      SweepDimension(name: "units", values: .choices(["8", "16", "32"])), range(0, 1, .uniform),
    ])
    func points(_ seed: UInt64) -> [[String: String]] {
      (0..<300).map { SweepSampler.random.point($0, of: space, seed: seed) }
    }
    #expect(points(1) == points(1) && points(1) != points(2))
    #expect(Set(points(1)).count > 290)
    let counts = Dictionary(grouping: points(1)) { $0["units"] ?? "" }.mapValues(\.count)
    #expect(counts.count == 3 && counts.values.allSatisfy { $0 > 60 }, "\(counts)")
  }
}
