import RunStore
import Telemetry
import Text

/// A run file as the commands show it that do not train: in the dashboard, or as lines where there is no terminal.
struct RecordedRun {
  let path: String
  let display: DisplayOptions
  let locations: Locations

  /// - Parameter makeSource: what the dashboard shows.
  func show(_ makeSource: () throws -> any FrameSource) throws -> Int32 {
    let isPossible = display.reader || DashboardScreen.isPossible(locations: locations)
    guard !display.json, !display.headless, isPossible else {
      try RecordedProgress(reader: try RunReader(path: path), asJSON: display.json).write()
      return ExitStatus.success
    }
    let source = try makeSource()
    let appearance = try Appearance(display, locations: locations)
    let ending =
      display.reader
      ? try ReaderScreen(appearance: appearance, locations: locations).show(source, path: path)
      : try DashboardScreen(appearance, locations: locations).show(source, path: path)
    if case .interrupted(let signal) = ending { return ExitStatus.signal(signal) }
    return ExitStatus.success
  }
}

/// Prints how a recorded run went, in the lines that `train` printed while it was recorded.
private struct RecordedProgress {
  let reader: RunReader
  let asJSON: Bool

  func write() throws {
    let description = reader.description
    let metricName = description.task.metricName
    var tracker = ProgressTracker(
      plannedSteps: description.plannedSteps, batchSize: description.batchSize)
    for scalars in reader.scalars() where tracker.receive(.scalars(scalars)) {
      try write(tracker.snapshot, metricName: metricName)
      tracker.lineWritten()
    }
    if let outcome = reader.outcome, asJSON {
      let ending = ProgressLine.Ending(
        outcome: outcome, description: reader.description, runPath: reader.path, modelPath: nil)
      let line = ProgressLine(snapshot: tracker.snapshot, metricName: metricName, ending: ending)
      try Console.writeResult(line.text)
    } else if let outcome = reader.outcome {
      try Console.writeResult(OutcomeText(description: description, outcome: outcome).text)
    }
    if let absence = reader.recorder.flatMap(absence), reader.outcome == nil {
      Console.writeMessage("lnn-top: note: the process that records this run \(absence)")
    }
    if let damage = reader.damage { Console.writeMessage("lnn-top: note: \(damage)") }
  }

  /// Why the run does not go on; nil where it does.
  private func absence(of recorder: RecorderCondition) -> String? {
    switch recorder {
    case .active: nil
    case .suspended(let process): "is suspended; fg, or kill -CONT \(process), lets it go on"
    case .silent(let seconds): "wrote nothing for \(NumberText.duration(Double(seconds)))"
    }
  }

  private func write(_ snapshot: ProgressSnapshot, metricName: String) throws {
    try Console.writeResult(
      asJSON
        ? ProgressLine(snapshot: snapshot, metricName: metricName).text
        : ProgressText.line(snapshot, metricName: metricName))
  }
}
