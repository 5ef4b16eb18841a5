import Foundation
import Telemetry

/// What a training command leaves behind and says when the run has its outcome.
struct RunReport {
  let setup: TrainingSetup
  let recording: Recording?
  let options: TrainOptions

  /// Completes the run file, writes the model file and prints the result.
  ///
  /// - Parameters:
  ///   - snapshot: the last progress; nil after a dashboard, which showed it.
  ///   - model: the final model's bytes.
  func finish(_ outcome: Outcome, snapshot: ProgressSnapshot?, model: [UInt8]?) throws {
    closeRecording()
    try writeModel(model)
    if options.display.json, let snapshot {
      let ending = ProgressLine.Ending(
        outcome: outcome, runPath: recording?.path, modelPath: options.modelOut)
      Console.writeResult(
        ProgressLine(
          snapshot: snapshot, metricName: setup.plan.description.task.metricName, ending: ending
        ).text)
    } else if !options.quiet {
      Console.writeResult(summary(outcome))
    }
    if let explanation = outcome.explanation {
      Console.writeMessage("lnn-top: training diverged: \(explanation); a smaller --learning-rate may help")
    }
  }

  /// A run file that could not be completed is told, but the training was not in vain.
  private func closeRecording() {
    guard let recording else { return }
    do {
      try recording.recorder.close()
    } catch {
      Console.writeMessage("lnn-top: the run was not recorded to its end: \(error)")
    }
  }

  private func writeModel(_ bytes: [UInt8]?) throws {
    guard let path = options.modelOut, let bytes else { return }
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw CommandFailure("the model could not be written to \(path): \(FileFailure.reason(error))")
    }
  }

  /// The result for people, and where it was kept.
  private func summary(_ outcome: Outcome) -> String {
    var lines = [OutcomeText(description: setup.plan.description, outcome: outcome).text]
    if let recording { lines.append("run         \(recording.path)") }
    if let path = options.modelOut { lines.append("model       \(path)") }
    return lines.joined(separator: "\n")
  }
}
