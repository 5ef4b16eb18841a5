import Foundation
import Liquid
import RunStore

/// `lnn-top report`: one HTML page about a training run.
struct ReportCommand: Command {
  let options: ReportOptions

  func run(in context: CommandContext) throws -> Int32 {
    let path = RunPath.resolve(options.run, locations: context.locations)
    let reader = try Self.reader(of: path)
    let output = try OutputFile(path: options.output ?? Self.defaultOutput(for: path)) { bytes in
      ReportDocument.isReport(bytes)
    }
    let run = ReportedRun(reader, locations: context.locations)
    let explanation = try ReportedExplanation(of: run, options: options, locations: context.locations)
    let notes = run.notes + explanation.notes
    for note in notes { Console.writeMessage("lnn-top: note: \(note)") }
    let document = ReportDocument(run: run, explanation: explanation, notes: notes)
    try output.write(Data(document.text.utf8))
    try Console.writeResult("written  \(output.path)")
    return ExitStatus.success
  }

  /// - Throws: where there is no such run, with what to do instead.
  private static func reader(of path: String) throws -> RunReader {
    let reader = try open(path)
    guard !reader.description.isStream else {
      throw CommandFailure(
        "\(path) is a stream's run, and reports are about training; 'lnn-top replay \(path)' shows it,"
          + " 'lnn-top export \(path) --format csv' writes its tables")
    }
    return reader
  }

  private static func open(_ path: String) throws -> RunReader {
    do {
      return try RunReader(path: path)
    } catch {
      throw explained(error, path: path)
    }
  }

  private static func explained(_ error: RunStoreError, path: String) -> any Error {
    switch error {
    case .cannotOpen(_, let code) where code == ENOENT:
      return CommandFailure("there is no run \(path); 'lnn-top runs' lists those that were recorded")
    case .notARun:
      let isModel = (try? ModelFile.read(contentsOf: URL(fileURLWithPath: path))) != nil
      guard isModel else { return error }
      return CommandFailure(
        "\(path) is a model file: a report is about the run that it came from, which 'lnn-top runs' lists;"
          + " 'lnn-top explain \(path) DATA' explains the network alone")
    default: return error
    }
  }

  private static func defaultOutput(for path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent + ".html"
  }
}
