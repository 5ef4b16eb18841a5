import LiquidData

/// `lnn-top task check`: says what a task would do.
struct TaskCheckCommand: Command {
  let options: TaskCheckOptions

  func run(in context: CommandContext) throws -> Int32 {
    var training = TrainOptions()
    training.task = options.task
    training.dataFolder = options.dataFolder
    training.reading = options.reading
    training.splitLikePaper = options.splitLikePaper
    var choice = try TaskChoice(options: training, locations: context.locations)
    guard let file = choice.data.task else { preconditionFailure("a task without its file") }
    let table = try choice.table(showsProgress: true)
    let report = try TaskReport(choice, file: file, table: table)
    try Console.writeResult(options.json ? JSONText.line(report) : report.text)
    guard !report.leaksUnasked else {
      throw CommandFailure("\(file.path): rows are in two parts: results over the test part mean nothing")
    }
    return ExitStatus.success
  }
}

/// Everything that `lnn-top task check` can be told.
public struct TaskCheckOptions: TableReadingOptions {
  public var task = ""
  /// How the tables are written.
  public var reading = ReadingOptions()
  /// The folder that the task's files are in; nil: that of the task file.
  public var dataFolder: String?
  public var splitLikePaper = false
  /// One JSON object instead of lines.
  public var json = false

  public init() {}

  package static let table = CommandTable<TaskCheckOptions>(
    name: "task check",
    summary: "say what a task file would do, without training",
    details: """
      Reads a task and its data and says what training would see: files, sequences, steps, gaps, classes, the parts \
      and whether any row is in two of them, a first batch, and the network. Nothing is trained or recorded.
      """,
    example: "lnn-top task check sample-data/tasks/market.yaml",
    positionals: [
      .required("TASK", \.task, "a task file, or the name of a task that comes with the program")
    ],
    groups: [
      OptionGroup(
        "Data",
        [
          .optional(
            "data", \.dataFolder, .text("DIR"), shownDefault: "that of the task file",
            "the folder that the task's files are in"),
          .flag("split-like-paper", \.splitLikePaper, "look at the split of the published code instead"),
        ]), OptionGroup("Files", OptionRow.readingRows),
      OptionGroup("Output", [.flag("json", \.json, "print one JSON object")]),
    ])
}
