import Foundation
import RunStore

/// `lnn-top runs`: lists what has been recorded.
struct RunsCommand {
  let options: RunsOptions
  let locations: Locations

  func run() throws -> Int32 {
    let directory = options.directory ?? locations.runs
    guard options.directory == nil || FileManager.default.fileExists(atPath: directory) else {
      throw CommandFailure("there is no folder \(directory)")
    }
    let all = RunListing.summaries(in: directory)
    let summaries = RunOrder(options).arranged(all)
    if options.json {
      for summary in summaries { Console.writeResult(JSONText.line(summary)) }
      return ExitStatus.success
    }
    guard !summaries.isEmpty else {
      Console.writeMessage(
        all.isEmpty ? "no runs in \(directory)" : "none of the \(all.count) runs in \(directory) matches")
      return ExitStatus.success
    }
    Console.writeResult(RunsTable(summaries: summaries).text)
    return ExitStatus.success
  }
}
