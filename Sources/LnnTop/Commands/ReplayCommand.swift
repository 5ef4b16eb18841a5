import RunStore
import Telemetry

/// `lnn-top replay`: plays a recorded run in the dashboard; where there is no terminal, prints how it went.
struct ReplayCommand {
  let options: ReplayOptions
  let locations: Locations

  func run() throws -> Int32 {
    let reader = try RunReader(path: RunPath.resolve(options.run, locations: locations))
    guard !options.display.json, !options.display.headless, DashboardScreen.isPossible(locations: locations)
    else {
      RecordedProgress(reader: reader, asJSON: options.display.json).write()
      return ExitStatus.success
    }
    let source = ReplaySource(reader: reader)
    source.send(.setPlaybackSpeed(options.speed))
    let ending = try DashboardScreen(display: options.display, locations: locations).show(source)
    if case .interrupted(let signal) = ending { return ExitStatus.signal(signal) }
    return ExitStatus.success
  }
}
