import LiquidTraining
import Telemetry
import Testing

/// The chance and the length of a perturbation.
@Suite struct PerturbationShapeTests {
  private let steps = 400

  private func changed(_ perturbation: Perturbation, seed: UInt64 = 1) -> [Int] {
    let inputs = (0..<steps).map { Float($0) + 1 }
    var values = inputs
    perturbation.apply(to: &values, steps: steps, width: 1, seed: seed)
    return inputs.indices.filter { values[$0] != inputs[$0] }
  }

  @Test(arguments: [0.1, 0.5, 0.9]) func aChanceChangesAboutThatManySamples(chance: Double) {
    for seed in UInt64(1)...5 {
      let count = changed(
        Perturbation(kind: .offset, channel: 0, magnitude: 1, probability: chance), seed: seed
      ).count
      #expect(abs(Double(count) / Double(steps) - chance) < 0.1, "seed \(seed): \(count)")
    }
  }

  @Test func aChanceOfOneIsAsWithoutAndOfZeroNothing() {
    for kind in Perturbation.Kind.allCases {
      let all = changed(Perturbation(kind: kind, channel: 0, magnitude: 0.5))
      #expect(changed(Perturbation(kind: kind, channel: 0, magnitude: 0.5, probability: 1)) == all)
      #expect(changed(Perturbation(kind: kind, channel: 0, magnitude: 0.5, probability: 0)).isEmpty)
    }
  }

  @Test func aDurationEndsItAndCountsFromTheKindsOnset() {
    let offset = Perturbation(kind: .offset, channel: 0, magnitude: 1, duration: 0.25)
    #expect(changed(offset) == Array(0..<100))
    let pulse = Perturbation(kind: .pulse, channel: 0, magnitude: 1, duration: 0.5)
    #expect(changed(pulse) == Array(100..<300))
    #expect(changed(Perturbation(kind: .pulse, channel: 0, magnitude: 1)) == Array(100..<125))
    let beyond = Perturbation(kind: .hold, channel: 0, magnitude: 1, duration: 7)
    #expect(changed(beyond) == Array(101..<400))
    #expect(changed(Perturbation(kind: .offset, channel: 0, magnitude: 1, duration: .nan)).count == steps)
  }

  @Test func aSmallerChanceKeepsTheNoiseOfTheSamplesItStillChanges() {
    let inputs = [Float](repeating: 0, count: steps)
    var (all, some) = (inputs, inputs)
    Perturbation(kind: .noise, channel: 0, magnitude: 1).apply(to: &all, steps: steps, width: 1, seed: 4)
    Perturbation(kind: .noise, channel: 0, magnitude: 1, probability: 0.5)
      .apply(to: &some, steps: steps, width: 1, seed: 4)
    #expect(inputs.indices.allSatisfy { some[$0] == 0 || some[$0] == all[$0] })
  }
}
