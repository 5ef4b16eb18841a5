import Foundation
import Liquid
import LiquidData
import LiquidTraining
import Telemetry
import Text

/// `lnn-top eval`: metrics, and on request predictions, of a model on a file.
struct EvalCommand: Command {
  let options: EvalOptions

  func run(in context: CommandContext) throws -> Int32 {
    let predictions = try options.predictions.map(PredictionsFile.output)
    let stored = try StoredModel(path: RunPath.resolve(options.model, locations: context.locations))
    let task = try EvaluationTask(options: options, stored: stored, locations: context.locations)
    let dataset = task.dataset
    for warning in task.notes + dataset.warnings { Console.writeMessage("lnn-top: note: \(warning)") }
    let engine = try GradientEngine(cell: stored.model.cell, loss: dataset.loss, threads: options.threads)
    let evaluator = Evaluator(schema: dataset.schema, engine: engine)
    let assessment =
      task.hasTargets
      ? evaluator.assess(
        dataset.sequences(of: .test), parameters: stored.model.parameters, request: options.figures) : nil
    let result = assessment?.validation
    let future = try forecast(task, engine: engine, parameters: stored.model.parameters)
    let answers =
      result != nil
      ? [] : SequenceAnswer.first(of: dataset, evaluator: evaluator, parameters: stored.model.parameters)
    guard result != nil || predictions != nil || future != nil || !answers.isEmpty else {
      let other = task.choice == .all ? "" : " in its \(task.choice.rawValue) part; --part all takes all rows"
      throw CommandFailure("\(task.name) holds no target value to compare with\(other)")
    }
    if let predictions {
      let file = PredictionsFile(
        task: task, evaluator: evaluator, parameters: stored.model.parameters,
        csv: CSVText(guardsFormulas: options.guardsFormulas), future: future ?? [])
      try write(file, to: predictions)
    }
    let conditions = try task.hasTargets ? conditionResults(dataset, evaluator, stored.model.parameters) : []
    var summary = EvalSummary(
      options: options, part: task.choice, isImported: stored.schema == nil, dataset: dataset,
      result: assessment, conditions: conditions, future: future)
    summary.answers = answers.isEmpty ? nil : answers
    try Console.writeResult(options.json ? JSONText.line(summary) : summary.text)
    guard result?.loss.isFinite ?? answers.allSatisfy(\.isFinite) else {
      throw CommandFailure("the network's answers are not all finite numbers: the metrics mean nothing")
    }
    return ExitStatus.success
  }

  private func write(_ predictions: PredictionsFile, to file: OutputFile) throws {
    let answered = try predictions.write(to: file)
    let task = predictions.task
    if let note = task.dataset.unansweredNote(answered: answered, of: task.choice.parts) {
      Console.writeMessage("lnn-top: note: \(note)")
    }
  }

  /// Nil where no future is asked for.
  private func forecast(
    _ task: EvaluationTask, engine: GradientEngine, parameters: [Float]
  ) throws -> [FutureForecast.Row]? {
    guard let rows = options.ahead else { return nil }
    guard let whole = task.whole else { preconditionFailure("a future without rows") }
    let forecast = try FutureForecast(
      ahead: rows, schema: whole.schema, engine: engine, parameters: parameters, name: options.model)
    return forecast.rows(ahead: rows, of: whole, inWindows: !options.whole)
  }

  private func conditionResults(
    _ dataset: Dataset, _ evaluator: Evaluator, _ parameters: [Float]
  ) throws -> [ConditionResult] {
    try options.tests.conditions.compactMap { condition in
      let harder = try dataset.tested(under: condition).sequences(of: .test)
      let result = evaluator.evaluate(harder, parameters: parameters)
      return result.map { ConditionResult(kind: condition.kind.rawValue, level: condition.level, result: $0) }
    }
  }
}

/// Everything that `lnn-top eval` can be told.
public struct EvalOptions: TestingOptions, DataChoosingOptions {
  /// The model file.
  public var model = ""
  /// The table to evaluate it on; a task file, or the name of one, may stand here as well as in `task`.
  public var data: String?
  public var task: String?
  /// The folder that the task's files are in; nil: that of the task file.
  public var dataFolder: String?
  /// How the table is written; what is left open is as the model's training read it.
  public var reading = ReadingOptions()
  /// The columns of a network that was imported; see `DataSchema.raw`.
  public var columns = Columns()
  /// Whether the network runs through whole sequences where it was trained on windows of them.
  public var whole = false
  /// Which rows of the data that the network was trained on; nil: the test part. Other data have all rows evaluated.
  public var part: PartChoice?
  /// Whether the rows of each file are brought into the order of their times, as for a network that was trained so.
  public var sortsByTime = false
  /// Rows that warm the state up before each window; nil: as in training.
  public var warmUp: Int?
  /// What the network is tested under beside the data as they are.
  public var tests = TestOptions()
  /// Which figures of a classification's probabilities are wanted.
  public var figures = ClassFigures.Request.standard
  /// One JSON object instead of lines.
  public var json = false
  /// Where predictions go, as CSV; nil: nowhere.
  public var predictions: String?
  /// Whether texts in predictions that a spreadsheet would take for formulas begin with an apostrophe.
  public var guardsFormulas = false
  /// Whether data without targets will do; no word of the command line.
  var mayLackTargets = false
  /// How many rows after the last one are forecast; nil: none.
  public var ahead: Int?
  public var threads = TrainOptions.standardThreads

  public init() {}

  /// The columns whose values are written as they stand in the files.
  func writtenColumns(time: String?) -> Set<String> {
    predictions == nil && ahead == nil ? [] : Set([time].compactMap(\.self))
  }

  package mutating func adopt(_ loaded: LoadedSettings) { threads = loaded.settings.threads ?? threads }

  /// Which columns are what; nil: the usual choice.
  public struct Columns: Sendable, Hashable {
    public var inputs: [String]?
    public var targets: [String]?
    public var time: String?
    public var sequence: String?

    public init() {}

    /// Whether nothing was said.
    var isUnspecified: Bool { self == Columns() }
  }

  package static let table = CommandTable<EvalOptions>(
    name: "eval",
    summary: "metrics and predictions of a model",
    details: """
      Runs a model over DATA and prints its metrics: over the test part of the data that it was trained on, over all \
      rows of other data. A model that was trained here knows its columns \
      and their normalisation; an imported network gets columns as they are. DATA needs no targets where \
      predictions alone are wanted, or where each sequence has one answer.
      """,
    example: "lnn-top eval lane-keeping sample-data/lane-keeping.csv --predictions p.csv",
    positionals: [
      .required("MODEL", \.model, "a model file from train --model-out or import, or a run"),
      .optional(
        "DATA", isRequired: true, unless: { $0.task != nil }, \.data,
        "a table with the columns of the model's inputs, or a task file; - for what is piped in"),
    ],
    groups: [
      OptionGroup(
        "Data",
        OptionRow.dataRows(partDefault: "test on the data trained on, else all") + [
          .flag(
            "sort-by-time", \.sortsByTime, "bring the rows of each file into the order of their times first")
        ]),
      OptionGroup("Files", OptionRow.readingRows),
      OptionGroup(
        "Columns for an imported network",
        [
          .optional(
            "inputs", \.columns.inputs, .names("NAMES"), shownDefault: "the first columns",
            "what the network sees, in its order"),
          .optional(
            "targets", \.columns.targets, .names("NAMES"), shownDefault: "the columns that are left, if any",
            "what its outputs are compared with"),
          .optional(
            "time", \.columns.time, .text("COLUMN"), shownDefault: "every step lasts 1",
            "times, whose differences are the elapsed times"),
          .optional(
            "sequence", \.columns.sequence, .text("COLUMN"), shownDefault: "one sequence",
            "rows with one value here are one sequence"),
        ]),
      OptionGroup(
        "Sequences",
        [
          .flag(
            "whole", \.whole,
            "run through whole sequences; else a model that was trained on windows starts anew with each"),
          .optional(
            "warm-up", \.warmUp, .integer(from: 0, through: 1_000_000), shownDefault: "as in training",
            "rows before each window that the network sees first, so that its state is warm"),
        ]),
      OptionGroup("Test conditions", OptionRow.testRows),
      OptionGroup(
        "Figures of a classification",
        [
          .value(
            "specificity", \.figures.specificities, .shares,
            "the specificities for which the sensitivity is told"),
          .value(
            "resamples", \.figures.resamples, .integer(from: 0, through: 1_000_000),
            "how often sequences are drawn anew for the interval of the area under ROC"),
        ]),
      OptionGroup(
        "Output",
        [
          .optional("predictions", \.predictions, .text("FILE"), "write predictions to FILE (CSV)"),
          .flag("safe-csv", \.guardsFormulas, CSVText.optionHelp).objecting {
            $0.predictions == nil ? .needs(option: "--safe-csv", other: "--predictions") : nil
          },
          .optional(
            "ahead", \.ahead, .integer(from: 1, through: 100_000),
            "forecast N rows after the last one of each sequence"),
          .flag("json", \.json, "print one JSON object"),
          .value(
            "threads", \.threads, .integer(from: 1, through: 256), shownDefault: "all cores, at most 8",
            "threads that compute"),
        ]),
    ])
}

extension ValueFormat where Value == [Double] {
  /// Numbers above 0 and below 1 with commas between them.
  fileprivate static var shares: Self {
    Self(
      placeholder: "X,...",
      parse: { word throws(ValueProblem) in
        var shares: [Double] = []
        for part in word.split(separator: ",", omittingEmptySubsequences: false) {
          guard let share = Double(part) else { throw .malformed("numbers with commas between them") }
          guard share > 0, share < 1 else { throw .outOfRange("above 0 and below 1, each") }
          shares.append(share)
        }
        return shares
      },
      text: { $0.map(NumberText.shortest).joined(separator: ",") })
  }
}
