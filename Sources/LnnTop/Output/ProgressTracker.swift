import Telemetry

/// Follows the messages of a run and says when a line is due: after each validation, and once a second.
package struct ProgressTracker: Sendable {
  /// Seconds between lines where no validation comes.
  private static let interval = 1.0

  package private(set) var snapshot = ProgressSnapshot()
  private var lossSum = 0.0
  private var lossCount = 0
  /// Where the last line stood: the speed is that of the steps since.
  private var lastLine = (elapsed: 0.0, step: 0)
  private let batchSize: Int
  private let writesEachValidation: Bool

  /// - Parameter writesEachValidation: lines are due after validations too, not only by the clock.
  package init(plannedSteps: Int?, batchSize: Int, writesEachValidation: Bool = true) {
    self.batchSize = batchSize
    self.writesEachValidation = writesEachValidation
    snapshot.plannedSteps = plannedSteps
  }

  /// Takes a message in; true where a line is due.
  package mutating func receive(_ message: Message) -> Bool {
    switch message {
    case .scalars(let scalars):
      note(scalars)
      return (writesEachValidation && scalars.validation != nil)
        || scalars.elapsed - lastLine.elapsed >= Self.interval
    case .frame(let frame, _):
      snapshot.elapsed = frame.elapsed
      snapshot.remaining = frame.remaining
      return false
    case .event, .checkpoint, .finished, .lengthened, .refused:
      return false
    }
  }

  /// Begins a new line: the loss is averaged anew.
  package mutating func lineWritten() {
    lossSum = 0
    lossCount = 0
    lastLine = (snapshot.elapsed, snapshot.step)
  }

  private mutating func note(_ scalars: StepScalars) {
    lossSum += scalars.loss
    lossCount += 1
    snapshot.step = scalars.step
    snapshot.epoch = scalars.epoch
    snapshot.elapsed = scalars.elapsed
    snapshot.loss = lossSum / Double(lossCount)
    if let validation = scalars.validation { snapshot.validation = validation }
    let seconds = scalars.elapsed - lastLine.elapsed
    if seconds > 0 {
      snapshot.sequencesPerSecond = Double(scalars.step - lastLine.step) * Double(batchSize) / seconds
    }
  }
}

/// Where training stands, as the progress outputs tell it.
package struct ProgressSnapshot: Sendable, Hashable {
  package var step = 0
  package var epoch = 1
  /// Nil where the data have no end.
  package var plannedSteps: Int?
  /// The mean training loss over the steps since the last line; NaN before the first step.
  package var loss = Double.nan
  package var validation: Validation?
  package var elapsed = 0.0
  package var sequencesPerSecond = 0.0
  package var remaining: Double?

  package init() {}
}
