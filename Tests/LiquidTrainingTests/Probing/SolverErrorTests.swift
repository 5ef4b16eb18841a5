import Liquid
import LiquidTraining
import Telemetry
import Testing

@Suite("The solver's error of the probe")
struct SolverErrorTests {
  @Test("is measured at key frames and else once a second, and kept in between")
  func schedule() {
    var watch = CostlyReading<SolverError>(interval: 1, share: 0.005)
    var measured = 0
    func update(_ now: Double, isKey: Bool = false) -> Float? {
      watch.update(isKey: isKey, now: { now }) {
        measured += 1
        return SolverError(largest: Float(measured), rootMeanSquare: 0)
      }?.largest
    }
    let shown = [update(0), update(0.9), update(0.95, isKey: true), update(1.9), update(2)]
    #expect(shown == [1, 1, 2, 2, 3])
  }

  @Test("is measured seldom where it is costly")
  func budget() {
    var watch = CostlyReading<SolverError>(interval: 1, share: 0.005)
    var time = 0.0
    func update() -> Float? {
      watch.update(isKey: false, now: { time }) {
        time += 0.5
        return SolverError(largest: Float(time), rootMeanSquare: 0)
      }?.largest
    }
    #expect(update() == 0.5)
    time = 100
    #expect(update() == 0.5)
    time = 101
    #expect(update() == 101.5)
  }

  @Test("is there for an LTC, larger with fewer sub-steps, and not for a CfC")
  func prober() throws {
    let dataset = try SineTask.dataset()
    let prober = Prober(dataset: dataset, seed: 1)
    let wiring = try Wiring.autoNCP(inputs: 2, units: 12, outputs: 1, seed: 1)
    let errors = try [1, 6, 100].map { unfolds in
      let model = Model(cell: LTC(wiring: wiring, options: .init(unfolds: unfolds)), seed: 1)
      return try #require(prober.solverError(0, model: model))
    }
    #expect(errors[0].largest > errors[1].largest && errors[1].largest > errors[2].largest)
    #expect(errors[2].largest > 0 && errors[0].largest < 1)
    let ordered = errors.allSatisfy { $0.rootMeanSquare > 0 && $0.rootMeanSquare < $0.largest }
    #expect(ordered)
    #expect(prober.solverError(0, model: Model(cell: CfC(wiring: wiring), seed: 1)) == nil)
  }

  @Test("stands beside time constants where a network has any")
  func timeConstants() throws {
    let prober = Prober(dataset: try SineTask.dataset(), seed: 1)
    let wiring = try Wiring.fullyConnected(inputs: 2, neurons: 6, outputs: 1, seed: 1)
    let node = prober.probe(
      0, model: Model(cell: NeuralODE(wiring: wiring), seed: 1), disturbances: Disturbances())
    #expect(node.nominal.timeConstants == [])
    let ctrnn = prober.probe(
      0, model: Model(cell: CTRNN(wiring: wiring), seed: 1), disturbances: Disturbances())
    #expect(ctrnn.nominal.timeConstants.count == ctrnn.nominal.states.count)
  }
}
