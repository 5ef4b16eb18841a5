import Liquid
import LiquidTraining
import Telemetry
import TestSupport
import Testing

@Suite("The synapses of a probe at a step")
struct ProbeCursorTests {
  @Test("say which step they are of; a step beyond the end is the last")
  func step() throws {
    let dataset = try SineTask.dataset()
    let prober = Prober(dataset: dataset, seed: 1)
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

  @Test("follow the cursor while training goes on and when it has ended")
  func worker() throws {
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
