/// Everything that `lnn-top eval` can be told.
public struct EvalOptions: Sendable, Hashable, CommandOptions {
  /// The model file.
  public var model = ""
  /// The table to evaluate it on.
  public var data = ""
  /// One JSON object instead of lines.
  public var json = false
  /// Where predictions go, as CSV; nil: nowhere.
  public var predictions: String?
  public var threads = TrainOptions.standardThreads

  public init() {}

  static let table = CommandTable<EvalOptions>(
    name: "eval",
    summary: "metrics and predictions of a trained model",
    details: """
      Runs a trained model over all rows of DATA and prints its metrics. The model file knows the columns and the \
      normalisation.
      """,
    positionals: [
      .required("MODEL", \.model, "a model file from train --model-out, or a run"),
      .required("DATA", \.data, "a CSV or TSV file with the columns the model was trained on"),
    ],
    groups: [
      OptionGroup(
        "Output",
        [
          .optional("predictions", \.predictions, .text("FILE"), "write predictions to FILE (CSV)"),
          .flag("json", \.json, "print one JSON object"),
          .value(
            "threads", \.threads, .integer(from: 1, through: 256), shownDefault: "all cores, at most 8",
            "threads that compute"),
        ])
    ])
}
