import LiquidTraining
import Telemetry
import Testing

@Suite struct DisturbancesTests {
  @Test func aNewMagnitudeReplacesTheOldOne() {
    var disturbances = Disturbances()
    disturbances.add(Perturbation(kind: .noise, channel: 0, magnitude: 1))
    disturbances.add(Perturbation(kind: .noise, channel: 1, magnitude: 1))
    disturbances.add(Perturbation(kind: .noise, channel: 0, magnitude: 2))
    #expect(disturbances.perturbations.map(\.magnitude) == [2, 1])
  }

  @Test func whatIsRemovedLeavesTheRest() {
    var disturbances = Disturbances()
    disturbances.add(Perturbation(kind: .noise, channel: 0, magnitude: 1))
    disturbances.add(Perturbation(kind: .drop, channel: 0, magnitude: 1))
    disturbances.add(Intervention(kind: .silence, neuron: 4))
    disturbances.add(Intervention(kind: .clamp(1), neuron: 4))
    #expect(disturbances.interventions == [Intervention(kind: .clamp(1), neuron: 4)])
    disturbances.remove(kind: .noise, channel: 0)
    #expect(disturbances.perturbations.map(\.kind) == [.drop])
    disturbances.remove(neuron: 4)
    #expect(disturbances.interventions.isEmpty)
    disturbances.clear()
    #expect(disturbances.isEmpty)
  }
}
