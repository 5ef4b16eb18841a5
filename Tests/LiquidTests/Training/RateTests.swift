import Foundation
import Liquid
import Testing

@Suite struct RateTests {
  @Test
  func followTorchsSchedulersStepByStep() throws {
    let cases = try TorchFixture.load().schedules
    let shapes: [String: LearningRateSchedule.Shape] = [
      "constant": .constant, "cosine": .cosine(finalFactor: 0), "cosine to 0.2": .cosine(finalFactor: 0.2),
      "step": .step(every: 7, factor: 0.5),
    ]
    #expect(Set(cases.map(\.shape)) == Set(shapes.keys))
    for fixture in cases {
      let shape = try #require(shapes[fixture.shape])
      let schedule = try LearningRateSchedule(shape, warmupSteps: fixture.warmup)
      for (step, expected) in fixture.factors.enumerated() {
        let factor = schedule.factor(step: step, plannedSteps: fixture.plannedSteps)
        #expect(abs(factor - expected) < 1e-9, "\(fixture.shape), warm-up \(fixture.warmup), step \(step)")
      }
    }
  }

  @Test
  func areAbove0AtEveryStepEvenWhereThePlanIsShorterThanTheWarmUp() throws {
    for (planned, warmup) in [(1, 0), (1, 5), (3, 3), (5, 2)] {
      let schedule = try LearningRateSchedule(.cosine(finalFactor: 0), warmupSteps: warmup)
      let factors = (0..<planned).map { schedule.factor(step: $0, plannedSteps: planned) }
      let isSound = factors.allSatisfy { $0 > 0 && $0 <= 1 }
      #expect(isSound, "\(factors)")
    }
  }

  @Test
  func ratesOfTensorsAreAskedForByNamesThatExistAndLeaveSomethingToTrain() throws {
    var layout = ParameterLayout()
    layout.append("sigma", shape: [2])
    layout.append("erev", shape: [1])
    let factors = try RateFactors(["erev": 0], layout: layout)
    #expect([0, 1].map { factors[entry: $0] } == [1, 0])
    var gradient: [Float] = [1, 2, .nan]
    factors.clearFrozen(&gradient, layout: layout)
    #expect(gradient == [1, 2, 0])
    let unknown = #expect(throws: RateFactorError.self) {
      try RateFactors(["sigm\u{1B}": 1, "erev": 0], layout: layout)
    }
    #expect(unknown?.description == "there is no tensor 'sigm\u{FFFD}'; the network has sigma, erev")
    #expect(throws: RateFactorError.nothingLeft) {
      try RateFactors(["sigma": 0, "erev": 0], layout: layout)
    }
  }
}
