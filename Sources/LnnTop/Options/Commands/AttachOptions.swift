/// Everything that `lnn-top attach` can be told.
public struct AttachOptions: Sendable, Hashable, DisplayingOptions {
  /// The run file.
  public var run = ""
  public var display = DisplayOptions()

  public init() {}

  static let table = CommandTable<AttachOptions>(
    name: "attach",
    summary: "follow a run that another process is recording",
    details: """
      Shows a run in the dashboard while another process records it. Without a terminal on stdout it prints the \
      progress lines recorded so far.
      """,
    positionals: [
      .required("RUN", \.run, "a run file, or the name of a recorded run")
    ],
    groups: [OptionGroup("Display", [.headless, .json, .fps, .theme, .glyphs, .color, .mouse])])
}
