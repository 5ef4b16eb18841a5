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

  @Test func aStartMovesEveryKind() {
    for kind in Perturbation.Kind.allCases {
      let moved = changed(Perturbation(kind: kind, channel: 0, magnitude: 0.9, duration: 0.25, start: 0.5))
      #expect(moved.allSatisfy { (200..<300).contains($0) } && moved.count > 50, "\(kind)")
      let own = kind == .pulse || kind == .hold ? 0.25 : 0
      #expect(
        changed(Perturbation(kind: kind, channel: 0, magnitude: 0.9, start: own))
          == changed(Perturbation(kind: kind, channel: 0, magnitude: 0.9)), "\(kind)")
    }
    #expect(
      changed(Perturbation(kind: .offset, channel: 0, magnitude: 1, duration: 0.5, start: 0.9))
        == Array(360..<400))
    #expect(changed(Perturbation(kind: .offset, channel: 0, magnitude: 1, start: 9)) == [399])
    #expect(changed(Perturbation(kind: .offset, channel: 0, magnitude: 1, start: -.infinity)).count == steps)
  }

  @Test func aHoldKeepsTheValueAtItsStartAndADropWhatCameBefore() {
    var values = (0..<steps).map(Float.init)
    Perturbation(kind: .hold, channel: 0, magnitude: 1, start: 0.5)
      .apply(to: &values, steps: steps, width: 1, seed: 1)
    #expect(values[200...].allSatisfy { $0 == 200 } && values[199] == 199)
    values = (0..<steps).map(Float.init)
    Perturbation(kind: .drop, channel: 0, magnitude: 1, start: 0.5)
      .apply(to: &values, steps: steps, width: 1, seed: 1)
    #expect(values[200...].allSatisfy { $0 == 199 })
  }

  @Test(arguments: [0.0, 0.5, 1]) func theShortestSequencesDoNotMatter(start: Double) {
    for kind in Perturbation.Kind.allCases {
      for steps in 0...3 {
        var values = [Float](repeating: 1, count: steps)
        Perturbation(kind: kind, channel: 0, magnitude: 1, start: start)
          .apply(to: &values, steps: steps, width: 1, seed: 1)
        #expect(values.count == steps)
      }
    }
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
