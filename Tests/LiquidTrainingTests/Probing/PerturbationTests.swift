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

  @Test func droppedSamplesRepeatTheLastOneReceived() {
    let before = channel(1, of: inputs)
    #expect(Set(channel(1, of: perturbed(.drop, channel: 1, magnitude: 1))) == [before[0]])
    #expect(channel(1, of: perturbed(.drop, channel: 1, magnitude: 0)) == before)
    let half = channel(1, of: perturbed(.drop, channel: 1, magnitude: 0.5))
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
