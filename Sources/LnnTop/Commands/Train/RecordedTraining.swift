import Dispatch
import LiquidTraining
import Synchronization
import Telemetry

/// A training that nobody watches: it is recorded, and whoever started it waits for its end.
final class RecordedTraining: Sendable {
  private let worker: TrainingWorker
  private let recording: Recording
  private let sink: WaitingSink
  /// Steps that an earlier process made, and those that are planned.
  let made: Int
  let planned: Int

  /// - Parameters:
  ///   - lastEpoch: where it is stopped, to be gone on with later; nil: it goes on to its end.
  ///   - onScalars: called with each step's numbers and how many steps are planned.
  /// - Throws: where the run cannot be made, or its file cannot be written.
  init(
    _ setup: TrainingSetup, until lastEpoch: Int? = nil,
    onScalars: @escaping @Sendable (StepScalars, _ planned: Int) -> Void = { _, _ in }
  ) throws {
    var plan = setup.plan
    plan.stopStep = lastEpoch.flatMap { epoch in plan.description.stepsPerEpoch.map { epoch * $0 } }
    guard let recording = try setup.makeRecording() else {
      throw CommandFailure("the run is not to be recorded")
    }
    self.recording = recording
    let planned = setup.plan.description.plannedSteps ?? 0
    (self.planned, made) = (planned, setup.plan.resumed?.step ?? 0)
    sink = WaitingSink { onScalars($0, planned) }
    worker = TrainingWorker(plan: plan, sinks: [recording.recorder, sink], locations: setup.locations)
  }

  /// Returns when training has ended and its file is whole.
  ///
  /// - Throws: where the file could not be written.
  func run() throws {
    worker.start()
    sink.waitForOutcome()
    worker.send(.stop)
    worker.waitUntilLeft()
    try recording.recorder.close()
  }

  /// Ends it at its next step; it can be gone on with.
  func stop() { worker.send(.stop) }
}

/// Passes on each step and waits for the end.
private final class WaitingSink: FrameSink {
  private let onScalars: @Sendable (StepScalars) -> Void
  private let ended = DispatchSemaphore(value: 0)

  init(onScalars: @escaping @Sendable (StepScalars) -> Void) {
    self.onScalars = onScalars
  }

  func receive(_ message: Message) {
    switch message {
    case .scalars(let scalars): onScalars(scalars)
    case .finished: ended.signal()
    default: return
    }
  }

  func waitForOutcome() { ended.wait() }
}
