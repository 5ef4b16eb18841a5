import Foundation
import Telemetry

/// What a training command leaves behind and says when the run has its outcome.
struct RunReport {
  let setup: TrainingSetup
  let recording: Recording?
  let options: TrainOptions
  /// Where the model goes, if anywhere.
  let modelFile: OutputFile?

  /// Completes the run file, writes the model file and prints the result.
  ///
  /// - Parameters:
  ///   - snapshot: the last progress; nil after a dashboard, which showed it.
  ///   - model: the final model's bytes.
  func finish(_ outcome: Outcome, snapshot: ProgressSnapshot?, model: [UInt8]?) throws {
    closeRecording()
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
      Console.writeMessage(
        outcome.state == .diverged
          ? "lnn-top: training diverged: \(explanation); \(remedy) may help"
          : "lnn-top: training ended: \(explanation)")
    }
    if let test = outcome.test, !test.loss.isFinite {
      Console.writeMessage(
        "lnn-top: the loss over the test part is \(test.loss): the model cannot be relied on")
    }
    // Last: the result is told even where this fails.
    if let modelFile, let model { try modelFile.write(Data(model)) }
  }

  /// What to try where training diverged: explicit solvers blow up for reasons of their own.
  private var remedy: String {
    let solver = options.solver ?? options.model.solvers.first
    return solver == .euler || solver == .rk4
      ? "more --unfolds or a smaller --learning-rate" : "a smaller --learning-rate"
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

  /// The result for people, and where it was kept.
  private func summary(_ outcome: Outcome) -> String {
    var lines = [OutcomeText(description: setup.plan.description, outcome: outcome).text]
    if let recording {
      let state = recording.recorder.failure == nil ? "" : " (not to its end)"
      lines.append("run         \(recording.path)\(state)")
    }
    if let path = options.modelOut { lines.append("model       \(path)") }
    return lines.joined(separator: "\n")
  }
}
