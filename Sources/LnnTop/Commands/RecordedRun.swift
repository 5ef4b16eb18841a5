import RunStore
import Telemetry

/// A run file as the commands show it that do not train: in the dashboard, or as lines where there is no terminal.
struct RecordedRun {
  let path: String
  let display: DisplayOptions
  let locations: Locations

  /// - Parameter makeSource: what the dashboard shows.
  func show(_ makeSource: () throws -> any FrameSource) throws -> Int32 {
    guard !display.json, !display.headless, DashboardScreen.isPossible(locations: locations) else {
      RecordedProgress(reader: try RunReader(path: path), asJSON: display.json).write()
      return ExitStatus.success
    }
    let source = try makeSource()
    let screen = try DashboardScreen(
      Appearance(display, locations: locations), locations: locations)
    if case .interrupted(let signal) = screen.show(source, path: path) { return ExitStatus.signal(signal) }
    return ExitStatus.success
  }
}
