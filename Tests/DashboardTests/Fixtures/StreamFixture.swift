import Dashboard
import Foundation
import Screen
import Telemetry

/// Made-up live streams to draw, the same every time.
struct StreamFixture {
  var run: RunFixture
  var rows = 4_711
  var learning = "rtrl"
  var isLearning = true
  var condition = StreamStatus.Condition.live
  /// The rows at which the drift detector found a change; the last is in the window.
  var alarms = [2_000, 4_690]
  var backlog = 0
  var dropped = 0
  var brokenLines = 0
  /// False before the first target has come.
  var isJudged = true
  /// Beside a device, how the twin follows it; nil where there is none.
  var phase: TwinStatus.Phase?
  /// How far the device's outputs are from the twin's, of what they are.
  var deviation: Float = 0.001

  init(kind: String = "regression") {
    run = RunFixture(trainingSteps: 0)
    if kind == "classification" {
      run = RunFixture(
        inputs: ["price", "demand", "transfer"], outputs: ["down", "up"], kind: kind, trainingSteps: 0)
    }
    run.isStream = true
    run.taskName = kind == "classification" ? "elec" : "plant"
  }

  private var isClassification: Bool { run.kind == "classification" }

  var status: StreamStatus {
    var status = StreamStatus(
      rows: rows, judged: isJudged ? rows - 1 : 0, brokenLines: brokenLines, backlog: backlog,
      dropped: dropped,
      rowsPerSecond: 118.4, latency: .init(median: 0.000_12, p99: 0.0034),
      errorName: isClassification ? "error rate" : "mae", naiveName: "no change", alarms: alarms.count,
      lastAlarm: alarms.last, learning: learning, isLearning: isLearning, condition: condition,
      timeConstantRatios: (0..<run.neurons).map { $0 == 3 ? .nan : 0.8 + Float($0 * 7 % 11) * 0.13 })
    if phase != nil {
      (status.twin, status.errorName, status.learning) = (twin, "difference", "off")
      status.error = twin?.meanShare(\.mean)
      status.windowError = twin?.meanShare(\.windowMean)
    } else if isJudged {
      (status.error, status.windowError) = (0.1423, 0.0987)
      (status.naiveError, status.windowNaiveError) = (0.1466, 0.1312)
      status.figures =
        isClassification
        ? [.init(name: "kappa", value: 0.7056), .init(name: "kappa_temporal", value: 0.0294)]
        : [.init(name: "mase", value: 0.9707), .init(name: "rmse", value: 0.2011)]
    }
    return status
  }

  private var twin: TwinStatus? {
    phase.map { phase in
      let isSettling = phase == .settling(since: 4_700)
      let outputs = run.outputs.enumerated().map { index, name in
        let size = Double(deviation) * Double(index + 1)
        var output = TwinStatus.Output(
          name: name, range: isClassification ? 1 : 2.4, windowMean: 0.4 * size, windowLargest: size)
        if !isSettling {
          (output.mean, output.largest, output.largestRow) = (0.3 * size, 1.7 * size, 1_234 + index)
          output.beyond = size > 0.01 ? 0.034 : 0
        }
        return output
      }
      return TwinStatus(
        device: "net", tolerance: 0.01, outputs: outputs, compared: isSettling ? 0 : rows - 11,
        leftOut: isSettling ? 12 : 11, lostLines: 2, restarts: 1,
        sameClass: isClassification && !isSettling ? 0.9987 : nil, phase: phase)
    }
  }

  func frame(state: TrainingState = .training) -> Frame {
    var frame = run.frame(state: state)
    if phase != nil {
      frame.probe.nominal.targets = frame.probe.nominal.outputs.enumerated().map {
        $1 + deviation * sin(Float($0) * 0.7)
      }
    }
    (frame.step, frame.epoch, frame.remaining) = (rows, 0, nil)
    frame.elapsed = Double(rows) / 100
    frame.probe.index = 0
    frame.probe.count = 1
    frame.stream = status
    return frame
  }

  /// Sliding errors every 20 rows, worse after each alarm.
  private var scalars: [StepScalars] {
    guard isJudged else { return [] }
    if phase != nil {
      return stride(from: 20, through: rows, by: 20).map { row in
        let difference = Double(deviation) * (0.4 + 0.1 * sin(Double(row) / 200))
        return StepScalars(
          step: row, epoch: 0, elapsed: Double(row) / 100, loss: difference, learningRate: 0.01,
          gradientNorm: 0)
      }
    }
    return stride(from: 20, through: rows, by: 20).map { row in
      let sinceAlarm = Double(row) - Double(alarms.last { $0 <= row } ?? 0)
      let error = 0.09 + 0.15 * exp(-sinceAlarm / 400) + 0.01 * sin(Double(row) / 70)
      let naive = 0.135 + 0.02 * sin(Double(row) / 500)
      return StepScalars(
        step: row, epoch: 0, elapsed: Double(row) / 100, loss: error, learningRate: 0.01, gradientNorm: 0,
        validation: Validation(loss: naive, metric: naive))
    }
  }

  func batch(_ frame: Frame) -> TelemetryBatch {
    var batch = TelemetryBatch()
    batch.scalars = scalars
    batch.frame = frame
    batch.events = alarms.map {
      Event(kind: .drift, step: $0, elapsed: Double($0) / 100, detail: "drift (adwin): mae 0.09 to 0.21")
    }
    return batch
  }

  func dashboard(
    mode: SourceMode = .live, state: TrainingState = .training, glyphs: GlyphSet = .braille
  ) -> DashboardState {
    var dashboard = DashboardState.fixture(run, mode: mode, frame: nil, glyphs: glyphs)
    _ = reduce(&dashboard, .telemetry(batch(frame(state: state))))
    return dashboard
  }

  /// In a replay that plays at twice the speed.
  var replay: DashboardState {
    var state = dashboard(mode: .replay)
    var batch = TelemetryBatch()
    batch.playback = Playback(
      frameIndex: 61, frameCount: 248, position: 62, duration: 248, speed: 2, isPlaying: true,
      marks: [.init(position: 20, kind: .drift), .init(position: 80, kind: .source)])
    _ = reduce(&state, .telemetry(batch))
    return state
  }
}
