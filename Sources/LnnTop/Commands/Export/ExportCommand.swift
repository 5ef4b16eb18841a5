/// `lnn-top export`: writes a model or a run for another program.
struct ExportCommand: Command {
  let options: ExportOptions

  func run(in context: CommandContext) throws -> Int32 {
    let path = RunPath.resolve(options.source, locations: context.locations)
    let export = options.chosen
    guard options.output != "-" || type(of: export).writesToStdout else {
      throw CommandFailure(
        type(of: export).makesFolder
          ? "\(options.format) is a folder of files: name one with --output"
          : "\(options.format) does not go to stdout: name a file with --output")
    }
    let job = ExportJob(
      path: path, output: options.output ?? type(of: export).defaultOutput(for: path),
      checkpoint: options.checkpoint, locations: context.locations)
    guard let summary = try export.write(job) else { return ExitStatus.success }
    if let problem = summary.problem { Console.writeMessage("lnn-top: note: \(problem)") }
    try Console.writeResult(options.json ? JSONText.line(summary) : summary.text)
    if let failure = summary.failure { throw CommandFailure(failure) }
    return ExitStatus.success
  }
}

/// Everything that `lnn-top export` can be told.
public struct ExportOptions: CommandOptions {
  /// The model file or run.
  public var source = ""
  /// The word for the format; one of `Exports.all`.
  public var format = Exports.all[0].format
  /// Where it goes; nil: where the format has its default.
  public var output: String?
  /// One JSON object instead of lines.
  public var json = false
  /// Which of a run's models.
  public var checkpoint = CheckpointChoice.final
  /// Every format with its own options, by its word.
  private var exports = Dictionary(
    uniqueKeysWithValues: Exports.all.map { ($0.format, AnyExport($0.init())) })

  public init() {}

  package mutating func adopt(_ settings: LoadedSettings) {
    for format in exports.keys { exports[format]?.value.adopt(settings) }
  }

  /// The format that was asked for.
  var chosen: any Export {
    guard let export = exports[format] else { preconditionFailure("no export is called \(format)") }
    return export.value
  }

  fileprivate subscript<Chosen: Export>(_ type: Chosen.Type) -> Chosen {
    get { exports[type.format]?.value as? Chosen ?? Chosen() }
    set { exports[type.format] = AnyExport(newValue) }
  }

  package static let table = CommandTable<ExportOptions>(
    name: "export",
    summary: "write a model or a run for other programs",
    details: """
      Writes a model, or one of the models that a run kept: \(ways(.model)). Writes a run \(ways(.run)).
      """,
    example: "lnn-top export lane-keeping --format csv",
    positionals: [
      .required(
        "SOURCE", \.source,
        "a recorded run, or for \(listed(Exports.formats(of: .model))) also a model file"
      ).suggesting(.runs)
    ],
    groups: [OptionGroup("Output", outputRows), modelGroup] + Exports.all.compactMap { $0.group })

  private static let outputRows: [OptionRow<ExportOptions>] = [
    .value("format", \.format, .exportFormat, "who reads it"),
    .optional(
      "output", short: "o", \.output, .text("PATH"),
      shownDefault: "by the format, after the name of SOURCE",
      "write to PATH: a folder for \(listed(Exports.all.filter { $0.makesFolder }.map { $0.format })), else a file"
    ),
    .flag("json", \.json, "print one JSON object about what was written"),
  ]

  private static let modelGroup: OptionGroup<ExportOptions> = {
    let formats = Exports.formats(of: .model)
    let row = OptionRow<ExportOptions>.value(
      "checkpoint", \.checkpoint, .checkpoint, "the one that was kept at that time")
    return OptionGroup(
      "Models of a run (\(formats.joined(separator: ", ")))", [row.idle { !formats.contains($0.format) }])
  }()

  /// `as tables (csv), or as …`
  private static func ways(_ source: ExportSource) -> String {
    let ways = Exports.all.filter { $0.source == source }.map { "as \($0.summary) (\($0.format))" }
    return ways.count < 2
      ? ways.joined() : ways.dropLast().joined(separator: ", ") + ", or " + ways[ways.count - 1]
  }

  /// `a, b and c`
  private static func listed(_ words: [String]) -> String {
    words.count < 2
      ? words.joined() : words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
  }
}

extension Export {
  /// Its options as those of the command.
  fileprivate static var group: OptionGroup<ExportOptions>? {
    options.map { group in
      OptionGroup(
        "\(group.heading) (\(format))",
        group.rows.map { row in
          row.lifted(from: { $0[Self.self] }, to: { $0[Self.self] = $1 }).idle { $0.format != format }
        })
    }
  }
}

extension OptionRow<ExportOptions> {
  /// The same option, which means nothing with some formats.
  fileprivate func idle(_ isIdle: @escaping @Sendable (ExportOptions) -> Bool) -> Self {
    objecting { isIdle($0) ? .idle(option: name, beside: "--format \($0.format)") : nil }
  }
}

/// Compares and hashes a format with its options.
private struct AnyExport: Sendable, Hashable {
  var value: any Export

  init(_ value: any Export) {
    self.value = value
  }

  static func == (first: Self, second: Self) -> Bool { AnyHashable(first.value) == AnyHashable(second.value) }

  func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(value)) }
}

/// Which of a run's models is meant.
public enum CheckpointChoice: Sendable, Hashable {
  /// The model that the run ended with: the best one where there is a validation part.
  case final
  /// Where the validation loss was best.
  case best
  /// The newest of all.
  case newest
  /// The newest that was kept at this step or before.
  case step(Int)
}

extension ValueFormat where Value == CheckpointChoice {
  fileprivate static var checkpoint: Self {
    let words: [(String, CheckpointChoice)] = [("final", .final), ("best", .best), ("newest", .newest)]
    return Self(
      placeholder: "final|best|newest|step:N",
      parse: { word throws(ValueProblem) in
        if let choice = words.first(where: { $0.0 == word }) { return choice.1 }
        guard word.hasPrefix("step:") else { throw .badChoice(words.map(\.0) + ["step:N"]) }
        guard let step = Int(word.dropFirst(5)), step >= 0 else {
          throw .malformed("step: and a whole number")
        }
        return .step(step)
      },
      text: { choice in
        if case .step(let step) = choice { return "step:\(step)" }
        return words.first { $0.1 == choice }?.0 ?? ""
      })
  }
}

extension ValueFormat where Value == String {
  /// The word for an export's format.
  fileprivate static var exportFormat: Self {
    let words = Exports.all.map { $0.format }
    return Self(
      placeholder: words.joined(separator: "|"),
      parse: { word throws(ValueProblem) in
        guard words.contains(word) else { throw .badChoice(words) }
        return word
      },
      text: { $0 })
  }
}
