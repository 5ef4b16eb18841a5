import RunStore

/// `lnn-top replay`: plays a recorded run in the dashboard; where there is no terminal, prints how it went.
struct ReplayCommand {
  let options: ReplayOptions
  let locations: Locations

  func run() throws -> Int32 {
    if let destination = options.snapshot.destination {
      return try SnapshotCommand(options: options, destination: destination, locations: locations).run()
    }
    let path = RunPath.resolve(options.run, locations: locations)
    return try RecordedRun(path: path, display: options.display, locations: locations).show {
      let source = ReplaySource(reader: try RunReader(path: path))
      source.send(.setPlaybackSpeed(options.speed))
      return source
    }
  }
}
