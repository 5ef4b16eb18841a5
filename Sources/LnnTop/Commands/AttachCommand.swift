import RunStore

/// `lnn-top attach`: follows a run that another process records; where there is no terminal, prints how it went so
/// far.
struct AttachCommand {
  let options: AttachOptions
  let locations: Locations

  func run() throws -> Int32 {
    let path = RunPath.resolve(options.run, locations: locations)
    return try RecordedRun(path: path, display: options.display, locations: locations)
      .show { try FollowSource(path: path) }
  }
}
