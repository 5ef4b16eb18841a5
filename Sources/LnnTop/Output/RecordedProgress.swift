import RunStore
import Telemetry

/// Prints how a recorded run went, in the lines that `train` printed while it was recorded.
struct RecordedProgress {
  let reader: RunReader
  let asJSON: Bool

  func write() {
    let description = reader.description
    let metricName = description.task.metricName
    var tracker = ProgressTracker(
      plannedSteps: description.plannedSteps ?? 0, batchSize: description.batchSize)
    for scalars in reader.scalars() where tracker.receive(.scalars(scalars)) {
      write(tracker.snapshot, metricName: metricName)
      tracker.lineWritten()
    }
    if let outcome = reader.outcome, asJSON {
      let ending = ProgressLine.Ending(outcome: outcome, runPath: reader.path, modelPath: nil)
      let line = ProgressLine(snapshot: tracker.snapshot, metricName: metricName, ending: ending)
      Console.writeResult(line.text)
    } else if let outcome = reader.outcome {
      Console.writeResult(OutcomeText(description: description, outcome: outcome).text)
    }
    if let damage = reader.damage { Console.writeMessage("lnn-top: note: \(damage)") }
  }

  private func write(_ snapshot: ProgressSnapshot, metricName: String) {
    Console.writeResult(
      asJSON
        ? ProgressLine(snapshot: snapshot, metricName: metricName).text
        : ProgressText.line(snapshot, metricName: metricName))
  }
}
