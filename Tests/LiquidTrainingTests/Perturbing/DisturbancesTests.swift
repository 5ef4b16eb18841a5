import Liquid
import LiquidData
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
    disturbances.add(Perturbation(kind: .holdLast, channel: 0, magnitude: 1))
    disturbances.add(Intervention.silence(neuron: 4))
    disturbances.add(Intervention.clamp(neuron: 4, value: 1))
    #expect(disturbances.interventions == [Intervention.clamp(neuron: 4, value: 1)])
    disturbances.remove(kind: .noise, channel: 0)
    #expect(disturbances.perturbations.map(\.kind) == [.holdLast])
    disturbances.remove(.neuron(4))
    #expect(disturbances.interventions.isEmpty)
    disturbances.clear()
    #expect(disturbances.isEmpty)
  }

  @Test func aNeuronAndEachSynapseHaveOneInterventionAtMost() {
    var disturbances = Disturbances()
    for synapse in [1, 2, 1] { disturbances.add(.cut(synapse: synapse)) }
    disturbances.add(.silence(neuron: 1))
    #expect(disturbances.interventions == [.cut(synapse: 1), .cut(synapse: 2), .silence(neuron: 1)])
    disturbances.remove(.synapse(1))
    #expect(disturbances.interventions == [.cut(synapse: 2), .silence(neuron: 1)])
  }

  @Test func everyInterventionOfTheScreenIsOneOfTheNetwork() {
    let pairs: [(Intervention, NetworkIntervention)] = [
      (.silence(neuron: 3), .silence(3)), (.clamp(neuron: 2, value: 0.5), .clamp(2, at: 0.5)),
      (.cut(synapse: 7), .cut(7)),
    ]
    for (shown, network) in pairs { #expect(NetworkIntervention(shown) == network) }
  }
}

@Suite struct BatchPerturbationTests {
  private func trainer() throws -> RunTrainer {
    let plan = try SineTask.plan(epochs: 2)
    return RunTrainer(provider: plan.provider, model: plan.model, configuration: plan.configuration)
  }

  private static let noise = Perturbation(kind: .noise, channel: 0, magnitude: 2)

  @Test func trainingSeesPerturbedInputsAndIsTheSameAgainForTheSameSeed() throws {
    let runs = try [[], [Self.noise], [Self.noise]].map { perturbations -> [Float] in
      let trainer = try trainer()
      trainer.disturbance.perturbations = perturbations
      for _ in 0..<4 { _ = trainer.makeStep() }
      return trainer.model.parameters
    }
    #expect(runs[0] != runs[1])
    #expect(runs[1] == runs[2])
  }

  @Test func switchedOffAgainBeforeAStepTrainingIsBitForBitTheSame() throws {
    let plain = try trainer()
    let switched = try trainer()
    for _ in 0..<4 {
      switched.disturbance.perturbations = [Self.noise]
      switched.disturbance.perturbations = []
      _ = plain.makeStep()
      _ = switched.makeStep()
    }
    #expect(plain.model.parameters == switched.model.parameters)
  }

  @Test func everySequenceOfEveryStepIsPerturbedAnew() throws {
    let dataset = try SineTask.dataset()
    let batch = dataset.batch(.train, indices: [0, 0])
    let disturbance = BatchPerturbation([Self.noise], seed: 3)
    let first = disturbance.applied(to: batch, step: 1)
    let half = batch.steps * batch.inputWidth
    #expect(first.inputs[..<half] != first.inputs[half...], "two copies of one sequence")
    #expect(first.inputs != disturbance.applied(to: batch, step: 2).inputs)
    #expect(first.inputs == disturbance.applied(to: batch, step: 1).inputs)
    #expect(first.targets == batch.targets && first.elapsed == batch.elapsed)
    let others = batch.inputs.indices.filter { $0 % batch.inputWidth != 0 }
    #expect(others.allSatisfy { first.inputs[$0] == batch.inputs[$0] })
  }

  @Test func nothingActiveLeavesTheBatchAsItIs() throws {
    let batch = try SineTask.dataset().batch(.train, indices: [0, 1])
    #expect(BatchPerturbation(seed: 1).applied(to: batch, step: 1).inputs == batch.inputs)
  }
}
