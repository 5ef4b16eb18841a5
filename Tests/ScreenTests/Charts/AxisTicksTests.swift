import Foundation
import Liquid
import Screen
import TestSupport
import Testing

@Suite struct HorizontalAxisTests {
  private static let kinds: [TickKind] = [
    .number, .duration, .clock(secondsFromGMT: 0), .clock(secondsFromGMT: -12_600),
  ]

  private func randomScale(_ generator: inout SeededGenerator) -> ValueScale {
    let size = pow(10, Double.random(in: -7...10, using: &generator))
    let lower = Bool.random(using: &generator) ? 0 : Double.random(in: -1...1, using: &generator) * size
    let spread = size * pow(10, Double.random(in: -3...1, using: &generator))
    return ValueScale(kind: .linear, lower: lower, upper: lower + spread)
  }

  @Test func labelsNeverTouchAndStayInTheirPlace() {
    withSeeds(600) { seed, generator in
      let scale = randomScale(&generator)
      let columns = Int.random(in: 1...240, using: &generator)
      let first = -Int.random(in: 0...9, using: &generator)
      let kind = Self.kinds[Int(seed % 4)]
      let labels = HorizontalAxis(scale: scale, kind: kind, columns: columns)
        .labels(from: first, to: columns, glyphs: seed % 2 == 0 ? .ascii : .braille)
      for (left, right) in zip(labels, labels.dropFirst()) {
        #expect(left.start + left.width < right.start, "seed \(seed): \(left.tick) and \(right.tick) touch")
        #expect(left.tick.value < right.tick.value && left.column <= right.column, "seed \(seed)")
        #expect(left.tick.label != right.tick.label, "seed \(seed): two labels read \(left.tick.label)")
      }
      for label in labels {
        #expect(label.start >= first && label.start + label.width <= columns, "seed \(seed)")
        #expect((0..<columns).contains(label.column), "seed \(seed)")
        #expect(seed % 2 == 1 || label.tick.label.allSatisfy(\.isASCII), "seed \(seed)")
      }
    }
  }

  @Test func ticksRiseWithinTheRange() {
    withSeeds(600) { seed, generator in
      let scale = randomScale(&generator)
      let kind = Self.kinds[Int(seed % 4)]
      let ticks = scale.ticks(kind, count: Int.random(in: 1...12, using: &generator))
      let slack = (scale.upper - scale.lower) * 1e-6
      #expect(
        ticks.allSatisfy { $0.value >= scale.lower - slack && $0.value <= scale.upper + slack },
        "seed \(seed)")
      #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0.value < $1.value }, "seed \(seed)")
      #expect(ticks.count <= 20, "seed \(seed)")
    }
  }

  @Test func labelsReadBackAsTheirValue() {
    withSeeds(800) { seed, generator in
      let scale = randomScale(&generator)
      let ticks = scale.ticks(count: Int.random(in: 2...10, using: &generator))
      let step = ticks.count > 1 ? ticks[1].value - ticks[0].value : scale.upper - scale.lower
      for tick in ticks {
        let value = Self.number(tick.label)
        let error = value.map { abs($0 - tick.value) }
        #expect((error ?? .infinity) <= step * 0.51, "seed \(seed): \(tick) reads as \(value ?? .nan)")
      }
    }
  }

  /// What a label says: a number, perhaps with an SI suffix.
  static func number(_ label: String) -> Double? {
    let suffixes: [Character: Double] = [
      "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "m": 1e-3, "µ": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15,
    ]
    guard let last = label.last, let factor = suffixes[last] else { return Double(label) }
    return Double(label.dropLast()).map { $0 * factor }
  }

  @Test func smallNumbersHaveSuffixesWhereTheyAreShorter() {
    let texts = { (lower: Double, upper: Double) in
      ValueScale(kind: .linear, lower: lower, upper: upper).ticks(count: 3).map(\.label)
    }
    #expect(texts(0, 0.006) == ["0", "0.002", "0.004", "0.006"])
    #expect(texts(0.03, 0.031) == ["30.0m", "30.5m", "31.0m"])
    #expect(texts(0, 6e-5) == ["0", "20µ", "40µ", "60µ"])
    #expect(texts(0, 6e6) == ["0", "2M", "4M", "6M"])
  }

  @Test func timesHaveTheTicksOfClocks() {
    let scale = { ValueScale(kind: .linear, lower: $0, upper: $1) }
    #expect(scale(0, 100).ticks(.duration, count: 4).map(\.label) == ["0", "30s", "1:00", "1:30"])
    #expect(scale(0, 5_400).ticks(.duration, count: 3).map(\.label) == ["0", "30m", "1h00", "1h30"])
    #expect(
      scale(0, 200_000).ticks(.duration, count: 5).map(\.label) == ["0", "12h", "1d", "1d12h", "2d"]
        || scale(0, 200_000).ticks(.duration, count: 5).map(\.label) == [
          "0", "12h", "1d00h", "1d12h", "2d00h",
        ])
    // 14 November 2023, 22:13:20 UTC.
    let start = 1_700_000_000.0
    #expect(
      scale(start, start + 7_200).ticks(.clock(secondsFromGMT: 0), count: 3).map(\.label) == [
        "23:00", "11-15",
      ])
    #expect(
      scale(start, start + 7_200).ticks(.clock(secondsFromGMT: 5_400), count: 4).map(\.label) == [
        "11-15", "00:30", "01:00", "01:30",
      ])
  }

  @Test func whatIsCountedHasWholeTicks() {
    func labels(_ lower: Double, _ upper: Double, count: Int) -> [String] {
      ValueScale(kind: .linear, lower: lower, upper: upper).ticks(.count, count: count).map(\.label)
    }
    #expect(labels(0.9, 1.1, count: 8) == ["1"])
    #expect(labels(1, 3, count: 9) == ["1", "2", "3"])
    #expect(labels(0, 900, count: 4) == ["0", "500"])
  }
}
