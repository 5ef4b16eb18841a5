import Liquid
import LiquidTraining
import Telemetry
import TestSupport
import Testing

@Suite struct ExplanationTests {
  private static func model(_ cell: (Wiring) throws -> any Cell) throws -> Model {
    Model(cell: try cell(.fullyConnected(inputs: 2, units: 6, outputs: 1, seed: 1)), seed: 1)
  }

  private static let cells: [@Sendable (Wiring) throws -> any Cell] = [
    { try LTC(wiring: $0) }, { try CfC(wiring: $0) }, { try LSTM(wiring: $0) }, { try CTRNN(wiring: $0) },
  ]

  @Test(arguments: cells.indices) func partsAddUpToTheAnswerThatTheProbeShows(_ index: Int) throws {
    let model = try Self.model(Self.cells[index])
    let prober = try SineTask.prober()
    for step in [nil, 0, 4] {
      let found = try #require(prober.explanation(of: 0, model: model, step: step, output: nil))
      let trace = prober.probe(0, model: model, disturbances: Disturbances()).nominal
      #expect(abs(found.answer - trace.outputs[step ?? trace.stepCount - 1]) < 1e-4)
      let scale = max(abs(found.change), 0.01)
      for parts in [found.inputParts, found.lagParts, found.neuronParts + found.directParts] {
        #expect(abs(parts.reduce(0, +) - found.change) < 0.01 * scale, "step \(step ?? -1)")
      }
      #expect(found.step == step && found.lagParts.count == 2 * ((step ?? trace.stepCount - 1) + 1))
    }
  }

  @Test(arguments: cells.indices) func detailsHaveMatricesAndTheLargestEffectFirst(_ index: Int) throws {
    let model = try Self.model(Self.cells[index])
    let prober = try SineTask.prober()
    let explained = try #require(prober.explanation(of: 0, model: model, step: nil, output: 0))
    let details = try #require(prober.details(of: 0, model: model, explained: explained))
    #expect(details.intrinsic.count == 36 && details.inputs.count == 12)
    #expect(details.modulation.count == (index == 0 ? 12 : 0))
    #expect(details.intrinsic.contains { $0 != 0 } && details.inputs.contains { $0 != 0 })
    #expect(details.effects.count == 8)
    let typical = details.effects.map(\.typicalChange)
    #expect(typical == typical.sorted(by: >) && (typical.first ?? 0) > 0)
  }

  @Test func aWorkerSendsDetailsWhileSomebodyLooks() throws {
    let log = MessageLog()
    let worker = TrainingWorker(plan: try SineTask.plan(epochs: 1), sinks: [log])
    worker.start()
    #expect(
      log.wait { messages in
        messages.frames.last.map { $0.state == .done && $0.probe.explanation?.details == nil } ?? false
      })
    worker.send(.explain(true))
    #expect(log.wait { $0.frames.last?.probe.explanation?.details != nil })
    worker.send(.setProbeCursor(2))
    #expect(log.wait { $0.frames.last?.probe.explanation?.step == 2 })
    worker.send(.explain(false))
    #expect(log.wait { $0.frames.last?.probe.explanation.map { $0.details == nil } ?? false })
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
  }

  @Test func aCutSynapseChangesThePerturbedTraceAlone() throws {
    let log = MessageLog()
    let worker = TrainingWorker(plan: try SineTask.plan(epochs: 1), sinks: [log])
    worker.start()
    #expect(log.wait { $0.frames.last?.state == .done })
    worker.send(.intervene(.cut(synapse: 0)))
    #expect(
      log.wait {
        $0.frames.last?.interventions == [.cut(synapse: 0)] && $0.frames.last?.probe.perturbed != nil
      })
    worker.send(.removeIntervention(.synapse(0)))
    #expect(log.wait { $0.frames.last?.interventions == [] && $0.frames.last?.probe.perturbed == nil })
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
  }
}
