import RunStore
import Telemetry

/// A run file as the commands show it that do not train: in the dashboard, or as lines where there is no terminal.
struct RecordedRun {
  let path: String
  let display: DisplayOptions
  let locations: Locations

  /// - Parameter makeSource: what the dashboard shows of the opened run.
  func show(_ makeSource: (RunReader) throws -> any FrameSource) throws -> Int32 {
    let reader = try RunReader(path: path)
    guard !display.json, !display.headless, DashboardScreen.isPossible(locations: locations) else {
      RecordedProgress(reader: reader, asJSON: display.json).write()
      return ExitStatus.success
    }
    let source = try makeSource(reader)
    let ending = try DashboardScreen(display: display, locations: locations).show(source)
    if case .interrupted(let signal) = ending { return ExitStatus.signal(signal) }
    return ExitStatus.success
  }
}
