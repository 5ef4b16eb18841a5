import Dashboard
import Foundation
import Liquid
import RunStore
import Telemetry
import TestSupport
import Testing

/// An hour of training 302 neurons, as fast as it can be written. Takes a minute or two, so only on request:
/// `LNN_TOP_MEASURE=1 swift test -c release --filter HourOfTrainingTests`.
@Suite(.enabled(if: Measuring.isAsked))
struct HourOfTrainingTests {
  private static let neurons = 302
  private static let synapses = 11_432
  private static let steps = 32
  private static let inputs = 8

  private let description = RunDescription(
    name: "hour",
    task: TaskSummary(
      name: "hour", kind: "regression", inputNames: (0..<inputs).map { "in\($0)" }, outputNames: ["out"],
      lossName: "mse", metricName: "mae", timeUnit: "s"),
    model: ModelSummary(
      cell: "ltc", wiring: "auto-ncp", parameterCount: 50_000,
      neurons: (0..<neurons).map { NeuronSummary(name: "n\($0)", layer: "inter") },
      synapses: (0..<synapses).map { SynapseSummary(isSensory: false, source: $0 % neurons, target: $0 % 7) }),
    seed: 1, startedAt: Date(timeIntervalSince1970: 0), plannedSteps: 180_000, stepsPerEpoch: 100,
    batchSize: 32, programVersion: "test")

  private func frame(step: Int, elapsed: Double) -> Frame {
    let wave = (0..<Self.steps * Self.neurons).map { Float($0 % 97) / 97 }
    let trace = Trace(
      times: (0..<Self.steps).map(Float.init), inputs: Array(repeating: 1, count: Self.steps * Self.inputs),
      states: wave, timeConstants: wave.map { $0 + 0.1 }, outputs: Array(repeating: 1, count: Self.steps),
      targets: Array(repeating: 1, count: Self.steps))
    let readings = (0..<Self.synapses).map { Float($0 % 89) / 89 }
    return Frame(
      step: step, epoch: step / 100, elapsed: elapsed, state: .training, learningRate: 0.01,
      sequencesPerSecond: 1_000, remaining: 1,
      probe: Probe(
        index: 0, count: 1, nominal: trace, synapses: SynapseReadings(weights: readings, currents: readings)))
  }

  /// Ten frames and fifty steps a second, a checkpoint every five seconds, an event every five minutes.
  private func record(_ path: String) throws {
    let recorder = try RunRecorder(path: path, description: description)
    var frame = frame(step: 0, elapsed: 0)
    for tenth in 1...36_000 {
      let elapsed = Double(tenth) / 10
      for step in (tenth * 5 - 4)...(tenth * 5) {
        recorder.receive(
          .scalars(
            StepScalars(
              step: step, epoch: step / 100, elapsed: elapsed, loss: 1 / Double(step), learningRate: 0.01,
              gradientNorm: 1, validation: step % 100 == 0 ? Validation(loss: 1, metric: 1) : nil)))
      }
      if tenth % 3_000 == 0 {
        recorder.receive(.event(Event(kind: .perturbed, step: tenth * 5, elapsed: elapsed, detail: "noise")))
      }
      (frame.step, frame.elapsed) = (tenth * 5, elapsed)
      recorder.receive(.frame(frame, isKey: tenth % 3_000 == 0))
      if tenth % 50 == 0 {
        recorder.receive(
          .checkpoint(
            Checkpoint(
              kind: .periodic, step: tenth * 5, validation: nil, model: Array(repeating: 1, count: 250_000),
              trainingState: Array(repeating: 2, count: 500_000))))
      }
      if tenth % 5 == 0 { recorder.commitNow() }
    }
    recorder.receive(
      .finished(Outcome(state: .done, steps: 180_000, elapsed: 3_600, validation: nil, test: nil)))
    try recorder.close()
  }

  private func seconds<Result>(_ body: () throws -> Result) rethrows -> (Double, Result) {
    let start = MonotonicClock().now
    let result = try body()
    return (MonotonicClock().now - start, result)
  }

  @Test func anHourFitsItsBudgetAndIsSoughtAtOnce() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("hour.lnnrun")
    let (writing, _) = try seconds { try record(path) }
    let size = bytes(of: path).count
    #expect(size <= 200_000_000)
    let (listing, summary) = seconds { RunListing.summary(of: path) }
    #expect(summary.steps == 180_000)
    let (opening, source) = try seconds { ReplaySource(reader: try RunReader(path: path), isPlaying: false) }
    var state = DashboardState(
      description: source.description, mode: .replay, themeNames: [], themeIndex: 0, glyphs: .ascii)
    _ = reduce(&state, .telemetry(source.drain()))
    var generator = SeededGenerator(seed: 1)
    var seeks: [Double] = []
    var shown: [Double] = []
    for _ in 0..<300 {
      let target = Double.random(in: 0...1, using: &generator)
      let (seek, batch) = seconds {
        source.seek(.fraction(target))
        return source.drain()
      }
      seeks.append(seek)
      shown.append(seek + seconds { reduce(&state, .telemetry(batch)) }.0)
    }
    func figures(_ times: [Double]) -> String {
      let sorted = times.sorted()
      return "p50 \(sorted[150] * 1e3) ms, p99 \(sorted[297] * 1e3) ms"
    }
    print(
      "\(size) bytes, \(state.playback?.frameCount ?? 0) frames, written in \(writing) s; listed in \(listing) s, opened "
        + "in \(opening) s; seek: \(figures(seeks)); with the dashboard's state: \(figures(shown))")
    #expect(try integrity(of: path) == "ok")
  }
}
