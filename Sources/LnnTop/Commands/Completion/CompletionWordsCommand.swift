/// `lnn-top completion words`: how a command line may go on, for the shells' own completion.
struct CompletionWordsCommand: Command {
  let options: CompletionWordsOptions

  func run(in context: CommandContext) throws -> Int32 {
    let lines = CommandCompletion(options.words, locations: context.locations).lines
    try Console.writeText(lines.map { "\($0)\n" }.joined())
    return ExitStatus.success
  }
}

/// Everything that `lnn-top completion words` can be told.
public struct CompletionWordsOptions: CommandOptions {
  /// The words after `lnn-top`, of which the last may be incomplete.
  public var words: [String] = []

  public init() {}

  package static let table = CommandTable<CompletionWordsOptions>(
    name: "completion words",
    summary: "print how a command line may go on",
    details: """
      Prints words that the last of WORDS may become, each followed by a tab and its meaning. The lines ':files' and ':folders' \
      mean that a file or folder may stand there, ':open' that the word may go on. It is what the shells ask.
      """,
    example: "lnn-top completion words -- train --model c",
    positionals: [
      .repeated(
        "WORDS", isRequired: false, \.words, "the words after lnn-top, of which the last may be incomplete")
    ],
    groups: [])
}
