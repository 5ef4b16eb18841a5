import RunStore

/// `lnn-top replay`: plays a recorded run in the dashboard; where there is no terminal, prints how it went.
struct ReplayCommand: Command {
  let options: ReplayOptions

  func run(in context: CommandContext) throws -> Int32 {
    if let destination = options.snapshot.destination {
      return try Snapshot(options: options, destination: destination, locations: context.locations).run()
    }
    let path = RunPath.resolve(options.run, locations: context.locations)
    return try RecordedRun(path: path, display: options.display, locations: context.locations).show {
      let source = ReplaySource(reader: try RunReader(path: path))
      source.send(.setPlaybackSpeed(options.speed))
      return source
    }
  }
}

/// Everything that `lnn-top replay` can be told.
public struct ReplayOptions: CommandOptions, DisplayingOptions {
  /// The run file.
  public var run = ""
  /// How many times faster than it was recorded.
  public var speed = 1.0
  public var display = DisplayOptions()
  public var snapshot = SnapshotOptions()

  public init() {}

  package static let table = CommandTable<ReplayOptions>(
    name: "replay",
    summary: "play a recorded run in the dashboard",
    details: """
      Plays a recorded run in the same dashboard: play, pause, step, seek, change the speed. Without a terminal \
      on stdout it prints the recorded progress lines. With --snapshot it draws one screen into a file.
      """,
    example: "lnn-top replay lane-keeping --speed 4",
    positionals: [
      .required("RUN", \.run, "a run file, or the name of a recorded run")
    ],
    groups: [
      OptionGroup(
        "Playback",
        [
          .value(
            "speed", \.speed, .number("between 0.25 and 64") { (0.25...64).contains($0) },
            "how many times faster than recorded"
          ).idleWithSnapshot
        ]),
      OptionGroup("One screen as a file", snapshotRows),
      OptionGroup(
        "Display",
        [
          .headless.idleWithSnapshot, .reader.idleWithSnapshot, .json.idleWithSnapshot, .fps.idleWithSnapshot,
          .theme, .glyphs, .color,
          .mouse,
        ]),
    ])
}
