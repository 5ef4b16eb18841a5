import Explanations
import Liquid
import TestSupport
import Testing

@Suite struct BootstrapIntervalTests {
  @Test func aConstantHasAnIntervalOfNoWidth() {
    let interval = BootstrapInterval(values: [2, 2, 2, 2], seed: 1)
    #expect(interval == BootstrapInterval(values: [2, 2, 2, 2], seed: 2))
    #expect(interval.lower == 2 && interval.upper == 2 && interval.mean == 2)
  }

  @Test func unitsCountByTheirWeights() {
    let interval = BootstrapInterval(values: [1, 5], weights: [3, 1], seed: 1)
    #expect(interval.mean == 2)
    #expect(interval.lower == 1 && interval.upper == 5)
  }

  @Test func itHoldsTheTrueMeanAtTheNominalRate() {
    var generator = SeededGenerator(seed: 7)
    let held = (0..<400).count { trial in
      let values = (0..<60).map { _ in generator.normal() }
      return BootstrapInterval(values: values, seed: UInt64(trial)).holdsZero
    }
    // 95 % of 400 are 380, with a standard deviation of 4.4; the percentile bootstrap of 60 values is a little narrow.
    #expect((362...396).contains(held))
  }

  @Test func nothingHasNoMean() {
    #expect(BootstrapInterval(values: [], seed: 1).mean.isNaN)
    let single = BootstrapInterval(values: [3], seed: 1)
    #expect(single.mean == 3 && single.lower.isNaN && single.upper.isNaN)
  }
}
