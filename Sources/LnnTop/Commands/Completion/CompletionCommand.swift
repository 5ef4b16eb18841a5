/// `lnn-top completion`: what has a shell complete the words of the program.
struct CompletionCommand: Command {
  let options: CompletionOptions

  func run(in context: CommandContext) throws -> Int32 {
    guard let shell = CompletionShell(rawValue: options.shell) else {
      throw UsageError(
        .badValue(
          option: "SHELL", value: options.shell, problem: .badChoice(CompletionShell.allCases.map(\.rawValue))
        ),
        command: Self.name)
    }
    try Console.writeResult(shell.script)
    return ExitStatus.success
  }
}

/// Everything that `lnn-top completion` can be told.
public struct CompletionOptions: CommandOptions {
  public var shell = ""

  public init() {}

  package static let table = CommandTable<CompletionOptions>(
    name: "completion",
    summary: "print what has a shell complete commands",
    details: """
      Prints what the shell reads to complete commands, options and their values: kinds of networks, themes, runs, tasks, \
      columns of the data. Where lnn-top is installed the shells find it by themselves; else 'source <(lnn-top completion \
      bash)', 'source <(lnn-top completion zsh)' or 'lnn-top completion fish | source' does it.
      """,
    example: "lnn-top completion bash",
    positionals: [
      PositionalRow.required("SHELL", \.shell, "bash, zsh or fish").suggesting(
        .words(CompletionShell.allCases.map(\.rawValue)))
    ],
    groups: [])
}
