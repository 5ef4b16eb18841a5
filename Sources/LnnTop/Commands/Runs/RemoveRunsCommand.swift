import Foundation
import RunStore

/// `lnn-top runs rm`: removes runs, after a question.
struct RemoveRunsCommand: Command {
  let options: RemoveRunsOptions

  func run(in context: CommandContext) throws -> Int32 {
    // Each is looked at before any is removed: a mistyped name costs nothing.
    let runs = try options.runs.map { name in
      let path = RunPath.resolve(name, locations: context.locations)
      try RunFile.checkRemovable(path)
      return RunListing.summary(of: path)
    }
    for run in runs { Console.writeMessage(line(run)) }
    guard try options.isSure || isConfirmed(count: runs.count) else {
      Console.writeMessage("nothing was removed")
      return ExitStatus.failure
    }
    for run in runs { try RunFile.removeRun(at: run.path) }
    try Console.writeResult("removed \(runs.count) \(runs.count == 1 ? "run" : "runs")")
    return ExitStatus.success
  }

  private func line(_ run: RunSummary) -> String {
    let size = ByteCountFormatter.string(fromByteCount: Int64(run.fileSize), countStyle: .file)
    return "\(run.path): \(run.task), \(run.model), \(run.steps) steps, \(run.state.rawValue), \(size)"
  }

  private func isConfirmed(count: Int) throws -> Bool {
    guard Console.isInputTerminal else {
      throw CommandFailure("there is no terminal to ask on; --yes removes without asking")
    }
    Console.ask("remove \(count == 1 ? "this run" : "these \(count) runs") for good? [y/N] ")
    return ["y", "yes"].contains(readLine()?.trimmingCharacters(in: .whitespaces).lowercased())
  }
}

/// Everything that `lnn-top runs rm` can be told.
public struct RemoveRunsOptions: CommandOptions {
  public var runs: [String] = []
  /// Remove without asking.
  public var isSure = false

  public init() {}

  package static let table = CommandTable<RemoveRunsOptions>(
    name: "runs rm",
    summary: "remove recorded runs",
    details: "Removes run files for good, after a question. A run that is being recorded stays.",
    example: "lnn-top runs rm lane-keeping",
    positionals: [.repeated("RUN", \.runs, "a run file, or the name of a recorded run")],
    groups: [OptionGroup("Question", [.flag("yes", short: "y", \.isSure, "do not ask")])])
}
