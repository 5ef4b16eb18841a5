import Foundation
import Liquid
import Testing

@Suite struct SigmoidTests {
  private func sigmoid(_ values: [Float]) -> [Float] {
    let loop = SigmoidLoop(count: values.count)
    for (index, value) in values.enumerated() { loop.input[index] = value }
    loop.run()
    return values.indices.map { loop.output[$0] }
  }

  @Test
  func differsFromTheExactOneByLessThan1e7PlusRoundingEverywhere() {
    let values = (-400_000...400_000).map { Float($0) * 1e-4 }
    var worst = 0.0
    for (x, s) in zip(values, sigmoid(values)) {
      worst = max(worst, abs(Double(s) - 1 / (1 + exp(-Double(x)))))
    }
    #expect(worst < 1.3e-7, "the largest error is \(worst)")
  }

  @Test
  func keepsItsRelativeAccuracyFarBelow0() {
    let values = (-8000 ... -100).map { Float($0) * 1e-2 }
    var worst = 0.0
    for (x, s) in zip(values, sigmoid(values)) {
      worst = max(worst, abs(Double(s) * (1 + exp(-Double(x))) - 1))
    }
    #expect(worst < 1e-5, "the largest relative error is \(worst)")
  }

  @Test
  func saturatesAt0And1ForInputsOfAnySize() {
    let values = sigmoid([
      1e30, .greatestFiniteMagnitude, .infinity, -1e30, -.greatestFiniteMagnitude, -.infinity,
    ])
    #expect(values.prefix(3).allSatisfy { $0 == 1 })
    #expect(values.suffix(3).allSatisfy { $0 >= 0 && $0 < 1e-37 })
  }

  @Test
  func isExactlyOneHalfAt0() {
    #expect(sigmoid([0, -0.0]) == [0.5, 0.5])
  }

  @Test
  func keepsNaNSoThatADivergedNetworkIsNoticed() {
    #expect(sigmoid([.nan]).allSatisfy { $0.isNaN })
  }

  @Test
  func keepsEveryNaNANaNWhateverItsPayload() {
    let values = (0..<1024).map { Float(bitPattern: 0x7FC0_0000 | UInt32($0)) }
    #expect(sigmoid(values + values.map { -$0 }).filter { !$0.isNaN }.isEmpty)
  }
}
