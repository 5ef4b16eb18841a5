import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct ActivationTests {
  private func exact(_ kind: CfC.Activation, _ x: Double) -> (value: Double, slope: Double) {
    switch kind {
    case .lecunTanh:
      let t = tanh(0.666 * x)
      return (1.7159 * t, 1.7159 * 0.666 * (1 - t * t))
    case .silu:
      let s = 1 / (1 + exp(-x))
      return (x * s, s + x * s * (1 - s))
    case .relu: return (max(x, 0), x > 0 ? 1 : 0)
    case .tanh: return (tanh(x), 1 - pow(tanh(x), 2))
    case .gelu:
      let below = erfc(-x / 2.0.squareRoot()) / 2
      return (x * below, below + x * exp(-x * x / 2) / (2 * .pi).squareRoot())
    }
  }

  @Test(arguments: CfC.Activation.allCases)
  func andTheirSlopesDifferFromTheExactOnesByRoundingOnly(_ kind: CfC.Activation) {
    let points = (-160_000...160_000).map { Float($0) * 1e-4 }
    let loop = ActivationLoop(kind, count: points.count)
    for (index, x) in points.enumerated() { loop.input[index] = x }
    loop.run()
    var (worst, worstSlope) = (0.0, 0.0)
    for (index, x) in points.enumerated() {
      let exact = exact(kind, Double(x))
      let scale = max(1, abs(Double(x)))
      worst = max(worst, abs(Double(loop.output[index]) - exact.value) / scale)
      worstSlope = max(worstSlope, abs(Double(loop.slope[index]) - exact.slope) / scale)
    }
    #expect(worst < 3e-7, "the largest error is \(worst)")
    #expect(worstSlope < 6e-7, "the largest error of the slope is \(worstSlope)")
  }

  @Test(arguments: CfC.Activation.allCases)
  func stayFiniteForValuesOfAnySizeAndKeepNaN(_ kind: CfC.Activation) {
    let loop = ActivationLoop(kind, count: 16)
    for (index, x) in [1e18, -1e18, 1e30, -1e30, Float.nan].enumerated() { loop.input[index] = x }
    loop.run()
    #expect((0..<4).allSatisfy { loop.output[$0].isFinite && loop.slope[$0].isFinite })
    #expect(loop.output[4].isNaN)
  }
}
