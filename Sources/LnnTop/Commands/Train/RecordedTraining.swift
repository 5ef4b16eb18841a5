import Dispatch
import LiquidTraining
import Synchronization
import Telemetry

/// A training that nobody watches: it is recorded, and whoever started it waits for its end.
final class RecordedTraining: Sendable {
  private let worker: TrainingWorker
  private let recording: Recording
  private let sink = WaitingSink()

  /// - Parameter lastEpoch: where it is stopped, to be gone on with later; nil: it goes on to its end.
  /// - Throws: where the run cannot be made, or its file cannot be written.
  init(_ setup: TrainingSetup, until lastEpoch: Int?) throws {
    var plan = setup.plan
    plan.stopStep = lastEpoch.flatMap { epoch in plan.description.stepsPerEpoch.map { epoch * $0 } }
    guard let recording = try setup.makeRecording() else {
      throw CommandFailure("the run is not to be recorded")
    }
    self.recording = recording
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

/// Waits for the end.
private final class WaitingSink: FrameSink {
  private let ended = DispatchSemaphore(value: 0)

  func receive(_ message: Message) {
    if case .finished = message { ended.signal() }
  }

  func waitForOutcome() { ended.wait() }
}
