import RunStore
import Terminal

/// `lnn-top compare`: several recorded runs over one another.
struct CompareCommand {
  let options: CompareOptions
  let locations: Locations

  func run() throws -> Int32 {
    let runs = try options.runs.map { name in
      try ComparedRun(path: RunPath.resolve(name, locations: locations))
    }
    for problem in runs.compactMap(\.problem) { Console.writeMessage("lnn-top: note: \(problem)") }
    let differences = ConfigurationDifferences(runs.map(\.configuration))
    if options.json {
      for (index, run) in runs.enumerated() {
        Console.writeResult(JSONText.line(ComparisonLine(run, differences: differences.options(of: index))))
      }
      return ExitStatus.success
    }
    let glyphs = options.glyphs ?? TerminalSession.suggestedGlyphs(environment: locations.environment)
    let chart = ComparisonChart(
      runs: runs, axis: options.axis, curve: options.curve, isLogarithmic: options.log)
    let texts = [
      chart.text(columns: Console.resultColumns ?? 100, glyphs: glyphs),
      ComparisonTable(runs: runs).text, ConditionsTable(runs: runs).text, differences.text,
    ].compactMap(\.self)
    Console.writeResult(texts.joined(separator: "\n\n"))
    return ExitStatus.success
  }
}
