import Foundation
import LiquidData

/// `lnn-top task init`: a first task file for data that nobody has described.
struct TaskInitCommand: Command {
  let options: TaskInitOptions

  func run(in context: CommandContext) throws -> Int32 {
    if let file = options.files.first(where: {
      $0.lowercased().hasSuffix(".yaml") || $0.lowercased().hasSuffix(".yml")
    }) {
      throw CommandFailure("\(file) is a task file already; 'lnn-top task check' says what it would do")
    }
    let output = try options.out.map(target)
    let data = try data()
    // What cannot be trained on is refused here, as it would be there.
    _ = try Dataset(table: data.table, task: data.guess.definition)
    let text = TaskFileText(
      data.guess, files: options.files.map(seenFromTask), reading: options.recordedReading,
      rows: data.table.rowCount, columns: data.table.columns.count, schema: context.locations.taskSchema
    ).text
    guard let output else {
      try Console.writeText(text)
      return ExitStatus.success
    }
    try output.write(Data(text.utf8))
    try Console.writeResult("wrote \(output.path); 'lnn-top task check \(output.path)' says what it would do")
    return ExitStatus.success
  }

  private func data() throws -> GuessedData {
    let choices = TaskGuess.Choices(
      options.training.definition(named: name), settled: options.training.given)
    return try GuessedData(
      choices, of: DataChoice(files: options.files, name: name), reading: options.reading, showsProgress: true
    )
  }

  private func target(_ path: String) throws -> OutputFile {
    guard options.isForced || !FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure("\(path) exists already and is left alone; --force replaces it")
    }
    return try OutputFile(path: path) { _ in true }
  }

  /// The first file's name without its ending, or the task file's.
  private var name: String {
    let path = options.out ?? (options.files[0] == "-" ? "stdin" : options.files[0])
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    return name.contains { "*?[".contains($0) } ? "task" : name
  }

  /// A relative path stays as it is where the task lies in the working directory; from elsewhere only the absolute one
  /// finds the file.
  private func seenFromTask(_ path: String) -> String {
    guard let out = options.out, !path.hasPrefix("/"), path != "-" else { return path }
    let folder = URL(fileURLWithPath: out).deletingLastPathComponent().standardizedFileURL.path
    let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath).standardizedFileURL.path
    return folder == here ? path : "\(here)/\(path)"
  }
}

/// Everything that `lnn-top task init` can be told.
public struct TaskInitOptions: TableReadingOptions {
  public var files: [String] = []
  /// What is said of the task and of how its tables are written; the rest is guessed, as `train` does.
  public var training = TrainOptions()
  /// Where the task goes; nil: to stdout.
  public var out: String?
  /// Whether a file that exists may be replaced.
  public var isForced = false

  public init() {}

  /// How the tables are written.
  public var reading: ReadingOptions {
    get { training.reading }
    set { training.reading = newValue }
  }

  package static let table = CommandTable<TaskInitOptions>(
    name: "task init",
    summary: "write a first task file for a table",
    details: """
      Looks at the data and writes a task file: which columns are inputs, target, time and sequence, what is missing, \
      how the data are cut up. Every line is a guess with its reason beside it, for you to check and change; \
      'lnn-top train DATA' guesses the same.
      """,
    example: "lnn-top task init sample-data/market.csv -o market.yaml",
    positionals: [
      .repeated(
        "DATA", \.files, "tables with the same columns, or patterns for several; - for what is piped in")
    ],
    groups: [
      OptionGroup("Data", guessedRows),
      OptionGroup("Files", OptionRow.readingRows),
      OptionGroup(
        "Output",
        [
          .optional(
            "out", short: "o", \.out, .text("FILE"), shownDefault: "stdout", "write the task to FILE"),
          .flag("force", \.isForced, "replace FILE where it exists"),
        ]),
    ], settle: { options, given in options.training.given = given })

  /// The options of `train` that settle what is guessed.
  private static let guessedRows: [OptionRow<TaskInitOptions>] = {
    let words: Set<String> = [
      "inputs", "targets", "tokens", "text", "time", "sequence", "categories", "kind", "window", "missing",
      "missing-markers",
      "sort-by-time",
    ]
    return TrainOptions.dataRows.filter { words.contains($0.long) }.map { row in
      row.lifted(from: { $0.training }, to: { $0.training = $1 })
    }
  }()
}

extension TaskInitOptions {
  /// The words for how files are written that were given, in the order of the help.
  fileprivate var recordedReading: [(key: String, value: String)] {
    OptionRow<TaskInitOptions>.readingRows.compactMap { row in row.recorded(self).map { (row.long, $0) } }
  }
}
