import LiquidTraining
import Telemetry
import Testing

@Suite struct PerturbationTests {
  private let steps = 32
  private let width = 3
  private var inputs: [Float] { (0..<(steps * width)).map { Float($0 % 17) - 8 } }

  private func perturbed(_ kind: Perturbation.Kind, channel: Int, magnitude: Double, seed: UInt64 = 1)
    -> [Float]
  {
    var values = inputs
    Perturbation(kind: kind, channel: channel, magnitude: magnitude)
      .apply(to: &values, steps: steps, width: width, seed: seed)
    return values
  }

  private func channel(_ index: Int, of values: [Float]) -> [Float] {
    stride(from: index, to: values.count, by: width).map { values[$0] }
  }

  @Test(arguments: Perturbation.Kind.allCases, 0..<3)
  func onlyTheChosenChannelChanges(kind: Perturbation.Kind, chosen: Int) {
    let values = perturbed(kind, channel: chosen, magnitude: 0.7)
    for index in 0..<width {
      #expect((channel(index, of: values) == channel(index, of: inputs)) == (index != chosen))
    }
  }

  @Test(arguments: Perturbation.Kind.allCases)
  func theSameSeedPerturbsAlike(kind: Perturbation.Kind) {
    #expect(perturbed(kind, channel: 1, magnitude: 0.5) == perturbed(kind, channel: 1, magnitude: 0.5))
  }

  @Test(arguments: Perturbation.Kind.allCases)
  func aChannelOutsideOrNoStepsChangesNothing(kind: Perturbation.Kind) {
    #expect(perturbed(kind, channel: 3, magnitude: 1) == inputs)
    #expect(perturbed(kind, channel: -1, magnitude: 1) == inputs)
    var empty: [Float] = []
    Perturbation(kind: kind, channel: 0, magnitude: 1).apply(to: &empty, steps: 0, width: 1, seed: 1)
    #expect(empty.isEmpty)
    var single: [Float] = [2]
    Perturbation(kind: kind, channel: 0, magnitude: 1).apply(to: &single, steps: 1, width: 1, seed: 1)
    #expect(single[0].isFinite)
  }

  @Test func offsetAndScaleFollowTheirMagnitude() {
    let before = channel(0, of: inputs)
    #expect(channel(0, of: perturbed(.offset, channel: 0, magnitude: 2)) == before.map { $0 + 2 })
    #expect(channel(0, of: perturbed(.scale, channel: 0, magnitude: 0.5)) == before.map { $0 * 1.5 })
  }

  @Test func aPulseIsShortAndAHoldLastsToTheEnd() {
    let before = channel(2, of: inputs)
    let pulse = zip(channel(2, of: perturbed(.pulse, channel: 2, magnitude: 3)), before).map { $0 - $1 }
    #expect(pulse.enumerated().filter { $0.element != 0 }.map(\.offset) == [8, 9])
    let hold = channel(2, of: perturbed(.hold, channel: 2, magnitude: 1))
    #expect(Array(hold[..<8]) == Array(before[..<8]))
    #expect(Set(hold[8...]) == [before[8]])
  }

  @Test func lostValuesRepeatTheLastOneReceived() {
    let before = channel(1, of: inputs)
    #expect(Set(channel(1, of: perturbed(.holdLast, channel: 1, magnitude: 1))) == [before[0]])
    #expect(channel(1, of: perturbed(.holdLast, channel: 1, magnitude: 0)) == before)
    let half = channel(1, of: perturbed(.holdLast, channel: 1, magnitude: 0.5))
    for step in 1..<steps {
      #expect(half[step] == before[step] || half[step] == half[step - 1])
    }
  }

  @Test func noiseHasTheChosenDeviation() {
    var values = [Float](repeating: 0, count: 20_000)
    Perturbation(kind: .noise, channel: 0, magnitude: 2).apply(to: &values, steps: 20_000, width: 1, seed: 9)
    let variance = values.reduce(0) { $0 + $1 * $1 } / Float(values.count)
    #expect(abs(variance.squareRoot() - 2) < 0.05)
  }
}

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

  @Test func aHoldKeepsTheValueAtItsStartAndHoldLastTheOneBefore() {
    var values = (0..<steps).map(Float.init)
    Perturbation(kind: .hold, channel: 0, magnitude: 1, start: 0.5)
      .apply(to: &values, steps: steps, width: 1, seed: 1)
    #expect(values[200...].allSatisfy { $0 == 200 } && values[199] == 199)
    values = (0..<steps).map(Float.init)
    Perturbation(kind: .holdLast, channel: 0, magnitude: 1, start: 0.5)
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
