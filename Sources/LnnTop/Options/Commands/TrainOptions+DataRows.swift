import LiquidData

extension TrainOptions {
  /// Where the data are, and how they are dealt out.
  static let dataRows: [OptionRow<TrainOptions>] = columnRows + cuttingRows + preparingRows

  private static let columnRows: [OptionRow<TrainOptions>] = [
    .optional("task", \.task, .text("FILE"), "a task file, or the name of a task; the same as for DATA"),
    .optional(
      "data", \.dataFolder, .text("DIR"), shownDefault: "that of the task file",
      "the folder that a task's files are in"),
    .optional(
      "inputs", \.inputs, .names("NAMES"), shownDefault: "all others",
      "the columns that the network sees, such as a,b"),
    .optional(
      "targets", \.targets, .names("NAMES"), shownDefault: "the last", "the columns that it learns to give"),
    .optional(
      "time", \.time, .text("COLUMN"), shownDefault: "every step lasts 1",
      "seconds or dates, for steps that last differently long"),
    .optional(
      "sequence", \.sequence, .text("COLUMN"), shownDefault: "one sequence",
      "rows with one value here are one sequence"),
    .optional(
      "categories", \.categories, .names("NAMES"), shownDefault: "none",
      "columns of numbers whose values are categories"),
  ]

  private static let cuttingRows: [OptionRow<TrainOptions>] = [
    .optional("kind", \.kind, .choice(), shownDefault: "as the targets suggest", "what is to be learnt"),
    .optional(
      "window", \.window, .integer(from: 1, through: 1_000_000),
      shownDefault: "whole sequences, or 32 without --sequence", "cut sequences into windows of N steps"),
    .optional(
      "stride", \.stride, .integer(from: 1, through: 1_000_000), shownDefault: "an eighth of a window",
      "steps from one training window to the next"),
    .value("split", \.split, .split, "shares for training, validation and test, in this order"),
    .value("split-by", \.splitBy, .choice(), "what these shares are of"),
    .optional(
      "shuffle", \.shuffle, .integer(from: 0), shownDefault: "their own order",
      "deal sequences or files out in a random order that N seeds"),
    OptionRow(
      long: "split-like-paper", short: nil, placeholder: nil, defaultText: { _ in nil },
      help: "deal a task's data out as published code does, although its test rows are trained on",
      apply: { options, _ in options.splitLikePaper = true },
      recorded: { $0.splitLikePaper ? "true: the split leaks, test rows may be trained on" : nil }),
  ]

  private static let preparingRows: [OptionRow<TrainOptions>] = [
    .optional(
      "horizon", \.horizon, .integer(from: 1, through: 1_000_000), shownDefault: "1",
      "how many steps ahead a forecast looks"),
    .value(
      "missing", \.missing, .choice(),
      "missing inputs: keep the last value, add a mask channel, both, or leave the row out"),
    .optional(
      "time-features", \.timeFeatures, .timeFeatures, shownDefault: "none",
      "inputs derived from the dates in the time column, such as hour-of-day,weekend"),
    .flag(
      "sort-by-time", \.sortsByTime, "bring the rows of each file into the order of their times first"),
    .optional(
      "resample", \.resample, .number("above 0") { $0 > 0 }, shownDefault: "steps as they are",
      "take means over steps of this length, in the time column's unit"),
    .value(
      "thinning", \.thinning, .number("at least 0 and below 1") { $0 >= 0 && $0 < 1 },
      "the share of rows left out at random, so that times become irregular"),
    .value("scaling", \.scaling, .choice(), "how inputs are scaled"),
    .value("target-scaling", \.targetScaling, .choice(), "how targets are scaled"),
    .optional(
      "metric", \.metric, .choice(), shownDefault: "accuracy, or mae for numbers",
      "the figure that results are compared by"),
  ]
}

extension ValueFormat where Value == [TimeFeature] {
  /// Names of features with commas between them.
  static var timeFeatures: Self {
    Self(
      placeholder: "NAMES",
      parse: { word throws(ValueProblem) in
        let features = word.split(separator: ",", omittingEmptySubsequences: false).map {
          TimeFeature(rawValue: String($0).replacing("_", with: "-"))
        }
        guard !features.contains(nil) else { throw .badChoice(TimeFeature.allCases.map(\.rawValue)) }
        return features.compactMap(\.self)
      },
      text: { $0.map(\.rawValue).joined(separator: ",") })
  }
}
