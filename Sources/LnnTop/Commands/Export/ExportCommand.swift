import Dashboard
import RunStore
import Screen

/// `lnn-top export`: writes a model or a run for another program.
struct ExportCommand: Command {
  let options: ExportOptions

  func run(in context: CommandContext) throws -> Int32 {
    let path = RunPath.resolve(options.source, locations: context.locations)
    guard let summary = try write(path, context) else { return ExitStatus.success }
    if let problem = summary.problem { Console.writeMessage("lnn-top: note: \(problem)") }
    Console.writeResult(options.json ? JSONText.line(summary) : summary.text)
    return ExitStatus.success
  }

  /// Nil where stdout holds the export itself.
  private func write(_ path: String, _ context: CommandContext) throws -> ExportSummary? {
    switch options.format {
    case .ncps, .model: try ModelExport(options: options, path: path).write()
    case .csv: try TablesExport(options: options, path: path).write()
    case .tensorboard: try EventFileExport(options: options, path: path).write()
    case .asciicast: try CastExport(options: options, path: path, locations: context.locations).write()
    }
  }
}

/// Everything that `lnn-top export` can be told.
public struct ExportOptions: Sendable, Hashable, DisplayingOptions {
  /// Who is to read what is written.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    /// The Python package ncps, by `load_state_dict`.
    case ncps
    /// A model file, which `eval` and `train --init` read.
    case model
    /// Tables of a run.
    case csv
    /// A log folder for TensorBoard.
    case tensorboard
    /// A recording of the dashboard that asciinema plays.
    case asciicast

    var isModel: Bool { self == .ncps || self == .model }
  }

  /// The model file or run.
  public var source = ""
  public var format = Format.ncps
  /// Where it goes; nil: a name made from the source's.
  public var output: String?
  /// One JSON object instead of lines.
  public var json = false
  /// Which of a run's models.
  public var checkpoint = CheckpointChoice.final
  /// The only table to write; nil writes all.
  public var onlyTable: CSVExport.Table?
  /// The only frame whose traces are written; nil writes all.
  public var moment: ReplayMoment?
  public var cast = CastOptions()
  public var display = DisplayOptions()

  public init() {}

  package static let table = CommandTable<ExportOptions>(
    name: "export",
    summary: "write a model or a run for other programs",
    details: """
      Writes a model, or one of the models that a run kept: as a safetensors file that load_state_dict of the Python \
      package ncps (PyTorch) accepts (ncps), or as a model file (model). Writes a run as tables (csv), as a log folder \
      that TensorBoard shows (tensorboard), or as a recording of the dashboard that asciinema plays (asciicast).
      """,
    example: "lnn-top export lane-keeping --format csv -o lane-keeping-tables",
    positionals: [.required("SOURCE", \.source, "a recorded run, or for ncps and model also a model file")],
    groups: [
      OptionGroup(
        "Output",
        [
          .value("format", \.format, .choice(), "who reads it"),
          .optional(
            "output", short: "o", \.output, .text("PATH"), shownDefault: "named after SOURCE, here",
            "write to PATH: a folder for csv and tensorboard, else a file"),
          .flag("json", \.json, "print one JSON object about what was written"),
        ]),
      OptionGroup(
        "Models of a run (ncps, model)",
        [.value("checkpoint", \.checkpoint, .checkpoint, "the one that was kept at that time")]),
      OptionGroup(
        "Tables (csv)",
        [
          .optional(
            "table", \.onlyTable, .choice(), shownDefault: "all", "only this table; PATH may be - for stdout"),
          .optional("at", \.moment, .moment, shownDefault: "all", "traces of one moment: 0 to 1, or step:N"),
        ]),
      OptionGroup("Recordings (asciicast)", castRows + [.theme, .glyphs, .color]),
    ],
    objection: { $0.objection(to: $1) })

  private func objection(to option: String) -> UsageError.Cause? {
    let isIdle =
      switch option {
      case "checkpoint": !format.isModel
      case "table", "at": format != .csv
      case "theme", "glyphs", "color": format != .asciicast
      default: format != .asciicast && Self.castRows.contains { $0.long == option }
      }
    if option == "at", let onlyTable, onlyTable != .traces {
      return .idle(option: "--at", beside: "--table \(onlyTable)")
    }
    return isIdle ? .idle(option: "--\(option)", beside: "--format \(format)") : nil
  }
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
  static var checkpoint: Self {
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
