import DeviceCode
import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct FixedCurveTests {
  @Test(arguments: FixedCurve.allCases)
  func staysCloseToTheFunction(_ curve: FixedCurve) {
    let entries = curve.entries
    let exact: (Double) -> Double =
      switch curve {
      case .sigmoid: { 1 / (1 + exp(-$0)) }
      case .normal: { erfc(-$0 / 2.0.squareRoot()) / 2 }
      case .power: { exp2(-$0) }
      }
    var largest = 0.0
    for argument in 0...curve.lastArgument {
      let value = FixedCurve.value(entries, argument, cellBits: curve.cellBits)
      let x = curve.first + Double(argument) / exp2(Double(FixedCurve.argumentBits))
      largest = max(largest, (Double(value) / 32768 - exact(x)).magnitude)
    }
    // A value is read to half a unit on either side, and a table of 65 entries errs by 3.8e-4 between them.
    #expect(largest < (curve == .sigmoid ? 4.2e-4 : 1.6e-4))
    #expect(entries.count == Int((curve.lastArgument + 1) >> Int32(curve.cellBits)) + 1)
  }

  @Test
  func formatsHoldWhatTheyWereMadeFor() {
    for exponent in -30...30 {
      for factor in [1, 1.3, 1.999] {
        let value = factor * exp2(Double(exponent))
        let format = FixedFormat(fitting: value)
        #expect((format.decode(format.encode(value)) - value).magnitude <= format.unit / 2)
        #expect(format.encode(value) >= 16383)
        #expect(format.encode(1e30) == .max)
        #expect(format.encode(-1e30) == .min)
      }
    }
  }
}

@Suite struct WeightRoundingTests {
  /// d' H d
  private func error(_ whole: [Int], _ weights: [Double], _ rows: [[Double]]) -> Double {
    rows.reduce(0) { sum, row in
      let difference = zip(zip(whole, weights), row).reduce(0) { $0 + (Double($1.0.0) - $1.0.1) * $1.1 }
      return sum + difference * difference
    }
  }

  @Test
  func errorsCancelWhereSourcesVaryTogether() {
    withSeeds(20) { seed, generator in
      let count = 4 + generator.integer(below: 30)
      let weights = (0..<count).map { _ in generator.uniform(-127, 127) }
      var moments = SecondMoments(count: count)
      var rows: [[Double]] = []
      for _ in 0..<200 {
        let shared = generator.normal()
        rows.append((0..<count).map { _ in shared + 0.1 * generator.normal() })
        moments.add(rows[rows.count - 1])
      }
      let nearest = WeightRounding.rounded(weights, lowest: -127, highest: 127, moments: nil)
      let better = WeightRounding.rounded(weights, lowest: -127, highest: 127, moments: moments)
      #expect(nearest == weights.map { Int($0.rounded()) })
      #expect(error(better, weights, rows) <= error(nearest, weights, rows), "seed \(seed)")
      #expect(better.allSatisfy { (-127...127).contains($0) })
      #expect(zip(better, weights).allSatisfy { (Double($0) - $1).magnitude < 3 }, "seed \(seed)")
    }
  }
}
