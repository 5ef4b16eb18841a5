import RunStore
import Screen
import Terminal

/// `lnn-top compare`: several recorded runs over one another.
struct CompareCommand: Command {
  let options: CompareOptions

  func run(in context: CommandContext) throws -> Int32 {
    let runs = try options.runs.map { name in
      try ComparedRun(path: RunPath.resolve(name, locations: context.locations))
    }
    for problem in runs.compactMap(\.problem) { Console.writeMessage("lnn-top: note: \(problem)") }
    if let objection = ComparedRun.objection(to: runs) { Console.writeMessage("lnn-top: note: \(objection)") }
    let differences = ConfigurationDifferences(runs.map(\.configuration))
    if options.json {
      for (index, run) in runs.enumerated() {
        try Console.writeResult(
          JSONText.line(ComparisonLine(run, differences: differences.options(of: index))))
      }
      return ExitStatus.success
    }
    let glyphs = options.glyphs ?? TerminalSession.suggestedGlyphs(environment: context.locations.environment)
    let chart = ComparisonChart(
      runs: runs, axis: options.axis, curve: options.curve, isLogarithmic: options.log)
    let texts = [
      chart.text(columns: Console.resultColumns ?? 100, glyphs: glyphs),
      ComparisonTable(runs: runs).text, ConditionsTable(runs: runs).text, differences.text,
    ].compactMap(\.self)
    try Console.writeResult(texts.joined(separator: "\n\n"))
    return ExitStatus.success
  }
}

/// Everything that `lnn-top compare` can be told.
public struct CompareOptions: CommandOptions {
  /// What the x axis of the curves counts.
  public enum Axis: String, Sendable, Hashable, CaseIterable {
    case step
    case time
    case epoch
  }

  /// Which loss is drawn.
  public enum Curve: String, Sendable, Hashable, CaseIterable {
    case training
    case validation
  }

  /// The run files, or the names of recorded runs.
  public var runs: [String] = []
  public var axis = Axis.step
  /// nil: the validation loss where every run has one.
  public var curve: Curve?
  /// A logarithmic axis for the loss.
  public var log = false
  /// nil: what the locale allows.
  public var glyphs: GlyphSet?
  public var json = false

  public init() {}

  package static let table = CommandTable<CompareOptions>(
    name: "compare",
    summary: "loss curves and results of several runs",
    details: """
      Draws the losses of runs over one another, as text, and below that a table of their results and of the options \
      in which they differ.
      """,
    example: "lnn-top compare lane-keeping sine-pair --log",
    positionals: [
      .repeated("RUN...", \.runs, "run files, or the names of recorded runs")
    ],
    groups: [
      OptionGroup(
        "Curves",
        [
          .value("x", \.axis, .choice(), "what the curves are drawn over"),
          .optional(
            "curve", \.curve, .choice(), shownDefault: "validation where every run has one",
            "the loss to draw; training losses are smoothed"),
          .flag("log", \.log, "a logarithmic axis for the loss"),
          .optional(
            "glyphs", \.glyphs, .choice(), shownDefault: "as the locale allows",
            "what the curves are drawn with"),
        ]),
      OptionGroup("Output", [.flag("json", \.json, "print one JSON object a run, without curves")]),
    ])
}
