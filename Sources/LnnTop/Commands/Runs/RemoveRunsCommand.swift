import Foundation
import RunStore

/// `lnn-top runs rm`: removes runs, after a question.
struct RemoveRunsCommand {
  let options: RemoveRunsOptions
  let locations: Locations

  func run() throws -> Int32 {
    // Each is looked at before any is removed: a mistyped name costs nothing.
    let runs = try options.runs.map { name in
      let path = RunPath.resolve(name, locations: locations)
      try RunFile.checkRemovable(path)
      return RunListing.summary(of: path)
    }
    for run in runs { Console.writeMessage(line(run)) }
    guard try options.isSure || isConfirmed(count: runs.count) else {
      Console.writeMessage("nothing was removed")
      return ExitStatus.failure
    }
    for run in runs { try RunFile.removeRun(at: run.path) }
    Console.writeResult("removed \(runs.count) \(runs.count == 1 ? "run" : "runs")")
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
