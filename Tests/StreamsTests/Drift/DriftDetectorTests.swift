import Foundation
import Liquid
import Streams
import Testing

@Suite struct DriftDetectorTests {
  @Test(
    "What never changes is no alarm", arguments: DriftDetectorKind.allCases, [0, 1, -3.7, 1e6, 1e-300])
  func constant(kind: DriftDetectorKind, value: Double) {
    var detector = AnyDriftDetector(kind)
    let alarms = (0..<5000).filter { _ in detector.update(value) }
    #expect(alarms.isEmpty)
  }

  @Test(
    "Values that are not finite count for nothing",
    arguments: DriftDetectorKind.allCases, [Double.nan, .infinity, -.infinity, 1e300])
  func notFinite(kind: DriftDetectorKind, value: Double) throws {
    var (disturbed, calm) = (AnyDriftDetector(kind), AnyDriftDetector(kind))
    var random = SeededGenerator(seed: 5)
    for row in 0..<4000 {
      let error = Double.random(in: 0...1, using: &random) + (row < 2000 ? 0 : 0.5)
      let isDisturbed = row % 7 == 0 && disturbed.update(value)
      let alarms = (disturbed.update(error), calm.update(error))
      #expect(!isDisturbed && alarms.0 == alarms.1, "row \(row)")
    }
    #expect(try roundTrip(disturbed) == calm)
  }

  @Test(
    "A change is seen soon after it, whichever detector",
    arguments: [.adwin(ADWIN()), .pageHinkley(PageHinkley()), .kswin(KSWIN(alpha: 0.0001))]
      as [AnyDriftDetector])
  func change(fresh: AnyDriftDetector) {
    for seed in 0..<UInt64(20) {
      var (detector, random) = (fresh, SeededGenerator(seed: seed))
      let alarms = (0..<2000).filter { row in
        detector.update((row < 1000 ? 0 : 3) + .random(in: 0...1, using: &random))
      }
      #expect(alarms.contains { 1000..<1100 ~= $0 }, "\(fresh.kind), seed \(seed): \(alarms)")
    }
  }

  @Test func memoryStaysBounded() throws {
    var (adwin, kswin, random) = (ADWIN(), KSWIN(), SeededGenerator(seed: 1))
    var largest = 0
    for row in 0..<1_000_000 {
      let value = Double.random(in: 0...1, using: &random)
      _ = adwin.update(value)
      largest = max(largest, adwin.bucketCount)
      if row % 10 == 0 { _ = kswin.update(value) }
    }
    #expect(adwin.width > 10_000 && largest <= 5 * 21)
    #expect(try JSONEncoder().encode(kswin).count < 20_000)
  }

  @Test func theWindowOfADWINFollowsTheStream() throws {
    var (detector, random) = (ADWIN(), SeededGenerator(seed: 2))
    #expect(detector.mean == nil && detector.width == 0)
    for _ in 0..<3000 { _ = detector.update(.random(in: 0...1, using: &random)) }
    for _ in 0..<1000 { _ = detector.update(.random(in: 9...10, using: &random)) }
    #expect(detector.width <= 1000)
    #expect((try #require(detector.mean) - 9.5).magnitude < 0.1)
  }

  @Test func kindsAreWrittenAsAPersonWritesThem() {
    #expect(DriftDetectorKind.allCases.map(\.rawValue) == ["adwin", "page-hinkley", "kswin", "off"])
    for kind in DriftDetectorKind.allCases { #expect(AnyDriftDetector(kind).kind == kind) }
  }
}

@Suite struct TwoSampleTestTests {
  @Test(
    "The difference of two samples is that of their distribution functions at every value", arguments: 0..<50)
  func steps(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let size = 1 + seed % 30
    let samples = (0..<2).map { _ in
      (0..<size).map { _ in Double(Int.random(in: 0..<12, using: &random)) }.sorted()
    }
    let largest = samples.joined().map { value in
      samples[0].count { $0 <= value } - samples[1].count { $0 <= value }
    }.map { max($0, -$0) }.max()
    #expect(TwoSampleTest.steps(samples[0], samples[1]) == largest, "seed \(seed)")
  }

  /// Every order in which the values of two samples can come.
  private func orders(_ one: Int, _ other: Int) -> [[Bool]] {
    if one == 0 || other == 0 { return [Array(repeating: one > 0, count: one + other)] }
    return orders(one - 1, other).map { [true] + $0 } + orders(one, other - 1).map { [false] + $0 }
  }

  @Test("The probability is the share of orders that differ so much", arguments: 1...7)
  func probability(size: Int) {
    let orders = orders(size, size)
    let differences = orders.map { order -> Int in
      var (difference, largest) = (0, 0)
      for isFirst in order {
        difference += isFirst ? 1 : -1
        largest = max(largest, difference, -difference)
      }
      return largest
    }
    for steps in 1...size {
      let share = Double(differences.count { $0 >= steps }) / Double(orders.count)
      #expect((TwoSampleTest.probability(steps: steps, size: size) - share).magnitude < 1e-12, "\(steps)")
    }
  }
}

@Suite struct MersenneTwisterTests {
  @Test("The first numbers are those that its authors print (mt19937ar.out)")
  func authors() {
    var generator = MersenneTwister(key: [0x123, 0x234, 0x345, 0x456])
    let numbers = (0..<5).map { _ in generator.next() }
    #expect(numbers == [1_067_595_299, 955_945_823, 477_289_528, 4_107_218_783, 4_228_976_476])
  }

  @Test func bitsAndSamplesAreThoseOfPython() throws {
    for draws in try DriftFixture.read().draws {
      var generator = MersenneTwister(seed: draws.seed)
      let bits = draws.bits.map { _ in generator.next() }
      let samples = [
        generator.sample(30, below: 70), generator.sample(12, below: 1000), generator.sample(9, below: 9),
      ]
      #expect(bits == draws.bits, "seed \(draws.seed)")
      #expect(samples == draws.samples, "seed \(draws.seed)")
    }
  }
}
