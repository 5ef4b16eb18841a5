import Liquid
import LiquidTraining
import Telemetry
import TestSupport
import Testing

@Suite struct ProberTests {
  @Test func onlyCellsWithASolverHaveASolverErrorAndMoreSubstepsMakeItSmaller() throws {
    let prober = try SineTask.prober()
    let wiring = try Wiring.autoNCP(inputs: 2, units: 12, outputs: 1, seed: 1)
    let errors = try [1, 6, 100].map { unfolds in
      let model = Model(cell: try LTC(wiring: wiring, options: .init(unfolds: unfolds)), seed: 1)
      return try #require(prober.solverError(0, model: model))
    }
    #expect(errors[0].largest > errors[1].largest && errors[1].largest > errors[2].largest)
    #expect(errors[2].largest > 0 && errors[0].largest < 1)
    let ordered = errors.allSatisfy { $0.rootMeanSquare > 0 && $0.rootMeanSquare < $0.largest }
    #expect(ordered)
    #expect(prober.solverError(0, model: Model(cell: try CfC(wiring: wiring), seed: 1)) == nil)
  }

  @Test func aNetworkHasTimeConstantsOnlyWhereItsCellHas() throws {
    let prober = try SineTask.prober()
    let wiring = try Wiring.fullyConnected(inputs: 2, units: 6, outputs: 1, seed: 1)
    let node = prober.probe(
      0, model: Model(cell: try NeuralODE(wiring: wiring), seed: 1), disturbances: Disturbances())
    #expect(node.nominal.timeConstants == [])
    let ctrnn = prober.probe(
      0, model: Model(cell: try CTRNN(wiring: wiring), seed: 1), disturbances: Disturbances())
    #expect(ctrnn.nominal.timeConstants.count == ctrnn.nominal.states.count)
  }

  @Test func synapsesAreReadAtTheCursorOrElseAtTheLastStep() throws {
    let prober = try SineTask.prober()
    let plan = try SineTask.plan(epochs: 1)
    func readings(_ cursor: Int?) -> SynapseReadings? {
      prober.probe(0, model: plan.model, disturbances: Disturbances(), synapsesAt: cursor).synapses
    }
    let last = try #require(readings(nil))
    let early = try #require(readings(2))
    #expect(last.step == nil && early.step == 2)
    #expect(early.currents != last.currents)
    #expect(readings(99_999) == last && readings(-1) == last)
  }

  @Test func theCursorIsFollowedDuringTrainingAndAfterItsEnd() throws {
    let log = MessageLog()
    let worker = TrainingWorker(plan: try SineTask.plan(epochs: 1), sinks: [log])
    worker.start()
    worker.send(.setProbeCursor(3))
    #expect(log.wait { $0.frames.last?.state == .done && $0.frames.last?.probe.synapses?.step == 3 })
    worker.send(.setProbeCursor(5))
    #expect(log.wait { $0.frames.last?.probe.synapses?.step == 5 })
    worker.send(.setProbeCursor(nil))
    #expect(log.wait { $0.frames.last.map { $0.probe.synapses?.step == nil } ?? false })
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
  }
}
