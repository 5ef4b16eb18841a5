import RunStore

/// `lnn-top attach`: follows a run that another process records; where there is no terminal, prints how it went so
/// far.
struct AttachCommand: Command {
  let options: AttachOptions

  func run(in context: CommandContext) throws -> Int32 {
    let path = RunPath.resolve(options.run, locations: context.locations)
    return try RecordedRun(path: path, display: options.display, locations: context.locations)
      .show { try FollowSource(path: path) }
  }
}

/// Everything that `lnn-top attach` can be told.
public struct AttachOptions: CommandOptions, DisplayingOptions {
  /// The run file.
  public var run = ""
  public var display = DisplayOptions()

  public init() {}

  package static let table = CommandTable<AttachOptions>(
    name: "attach",
    summary: "follow a run that another process is recording",
    details: """
      Shows a run in the dashboard while another process records it. Without a terminal on stdout it prints the \
      progress lines recorded so far.
      """,
    example: "lnn-top attach lane-keeping",
    positionals: [
      .required("RUN", \.run, "a run file, or the name of a recorded run")
    ],
    groups: [OptionGroup("Display", [.headless, .reader, .json, .fps, .theme, .glyphs, .color, .mouse])])
}
