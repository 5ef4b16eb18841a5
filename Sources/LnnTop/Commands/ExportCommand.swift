/// `lnn-top export`: writes a model or a run for another program.
struct ExportCommand {
  let options: ExportOptions
  let locations: Locations

  func run() throws -> Int32 {
    let path = RunPath.resolve(options.source, locations: locations)
    guard let summary = try write(path) else { return ExitStatus.success }
    if let problem = summary.problem { Console.writeMessage("lnn-top: note: \(problem)") }
    Console.writeResult(options.json ? JSONText.line(summary) : summary.text)
    return ExitStatus.success
  }

  /// Nil where stdout holds the export itself.
  private func write(_ path: String) throws -> ExportSummary? {
    switch options.format {
    case .ncps, .model: try ModelExport(options: options, path: path).write()
    case .csv: try TablesExport(options: options, path: path).write()
    case .tensorboard: try EventFileExport(options: options, path: path).write()
    case .asciicast: try CastExport(options: options, path: path, locations: locations).write()
    }
  }
}
