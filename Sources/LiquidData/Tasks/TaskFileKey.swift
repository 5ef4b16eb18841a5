import Liquid

/// A key of task files: the form of its value and its meaning. This one table is used for reading, error messages,
/// comments in new task files and the check of the documentation.
///
/// To add a key, add its row below and read it in `TaskFile+Sections.swift`.
package struct TaskFileKey: Sendable, Hashable {
  /// The mapping that a key is in; the raw value is its path.
  package enum Place: String, Sendable, Hashable, CaseIterable {
    case task = ""
    case data
    case long = "data.long"
    case join = "data.join"
    case sound = "data.sound"
    case split
    case tokens
    case holdOut = "split.hold-out"
    case validateOn = "split.validate-on"
    case timeFeatures = "time-features"
    case benchmark
    case published = "benchmark.published"
    case paperSplit = "split-like-paper"
  }

  package let place: Place
  package let name: String
  package let form: TaskFileForm
  /// Its meaning.
  package let help: String
  /// A former spelling that is still read.
  package let alias: String?

  private init(_ place: Place, _ name: String, _ form: TaskFileForm, _ help: String, alias: String? = nil) {
    self.place = place
    self.name = name
    self.form = form
    self.help = help
    self.alias = alias
  }

  /// Such as `data.long.time`.
  package var path: String { place == .task ? name : "\(place.rawValue).\(name)" }

  package static let all = ofTask + ofTokens + ofData + ofSound + ofSplit + ofBenchmark

  static func keys(of place: Place) -> [TaskFileKey] { all.filter { $0.place == place } }

  /// The row of a key; a missing row is a bug.
  static func row(_ name: String, in place: Place) -> TaskFileKey {
    guard let row = all.first(where: { $0.place == place && $0.name == name }) else {
      preconditionFailure("no row for the key \(name) in '\(place.rawValue)'")
    }
    return row
  }

  private static let count = TaskFileForm.whole(from: 1)
  private static let seed = TaskFileForm.whole(from: 0)
  private static let share = TaskFileForm.number(atLeast: 0)
  private static let ownKeys = TaskFileForm.special("keys of its own")
  private static let timeUnits = TimeParts.Unit.allCases.map(\.rawValue).joined(separator: ", ")
  private static let kinds = TextTokens.Kind.allCases.map(\.rawValue).joined(separator: ", ")
  private static let features = TimeFeature.allCases.map(\.rawValue).joined(separator: ", ")

  private static let ofTask: [TaskFileKey] = [
    TaskFileKey(.task, "name", .text, "what the task is called; else the file's own name"),
    TaskFileKey(.task, "about", .text, "what the data are"),
    TaskFileKey(.task, "source", .text, "where the data can be found"),
    TaskFileKey(.task, "citation", .text, "what to cite"),
    TaskFileKey(.task, "data", .special("a file, a list of files, or keys of its own"), "where the data are"),
    TaskFileKey(
      .task, "inputs", .names,
      "the columns that the network sees; else all others, with tokens the text alone"
    ),
    TaskFileKey(.task, "targets", .names, "the columns that it learns to predict; else the last"),
    TaskFileKey(
      .task, "categories", .names, "columns of numbers whose values are categories: one channel each"),
    TaskFileKey(
      .task, "tokens", .special("one of \(kinds), or keys of its own"),
      "what texts are cut into, so that each row of the table is a sequence with a step for each token"),
    TaskFileKey(
      .task, "text", .column,
      "the texts that are cut into tokens; else the only column of texts, or of long ones"),
    TaskFileKey(
      .task, "time", .special("the name of a column, a list of them, or columns for \(timeUnits)"),
      "seconds or dates, for steps of different lengths; else every step lasts 1"
    ),
    TaskFileKey(.task, "sequence", .column, "rows with the same value here are one sequence"),
    TaskFileKey(.task, "kind", .cases(of: TaskDefinition.Kind.self), "what is learnt"),
    TaskFileKey(.task, "window", count, "sequences are cut into windows of this many steps"),
    TaskFileKey(
      .task, "stride", count, "steps from one training window to the next; else an eighth of a window"),
    TaskFileKey(
      .task, "split", .special("three shares such as 75,10,15, or keys of its own"),
      "shares for training, validation and test"),
    TaskFileKey(
      .task, "horizon", .special("a whole number of at least 1, or several such as 1..24"),
      "the number of steps that a forecast looks ahead"),
    TaskFileKey(
      .task, "known-ahead", .names,
      "inputs that are known in advance: a forecast takes them from the row that is forecast"),
    TaskFileKey(.task, "missing", .cases(of: TaskDefinition.Missing.self), "what replaces missing inputs"),
    TaskFileKey(
      .task, "missing-markers", .special("a number, a list of numbers, or one of these for each column"),
      "numbers that stand for a missing value; under \"*\" those of every column"),
    TaskFileKey(.task, "sort-by-time", .flag, "sorts the rows of each file by time first"),
    TaskFileKey(
      .task, "resample", .number(above: 0),
      "means over steps of this length, in the time column's unit (seconds for dates)"),
    TaskFileKey(
      .task, "cut-gaps", .special(TimeLength.form), "cuts a sequence where its time goes on by more than this"
    ),
    TaskFileKey(
      .task, "drop-rows", .number(atLeast: 0, below: 1),
      "the share of rows that is dropped at random, so that times become irregular", alias: "thinning"),
    TaskFileKey(
      .task, "time-features",
      .special("a list of \(features), or keys of its own"),
      "inputs that are derived from dates"),
    TaskFileKey(.task, "scaling", .cases(of: TaskDefinition.Scaling.self), "how inputs are scaled"),
    TaskFileKey(.task, "target-scaling", .cases(of: TaskDefinition.Scaling.self), "how targets are scaled"),
    TaskFileKey(.task, "loss", .cases(of: Loss.Kind.self), "what training minimises"),
    TaskFileKey(
      .task, "huber-delta", .number(above: 0), "where the loss huber changes from a parabola to lines"),
    TaskFileKey(
      .task, "class-weights", .special("none, balanced, or a number above 0 for each class"),
      "how much each class counts in the loss"),
    TaskFileKey(
      .task, "target-steps", .cases(of: TargetSteps.self),
      "which targets of a window or sequence count; else all, or the last where files state one a sequence"),
    TaskFileKey(
      .task, "warm-up", seed,
      "rows before each window of validation and test that warm the state up"),
    TaskFileKey(.task, "metric", .cases(of: Metric.self), "the figure by which results are compared"),
    TaskFileKey(.task, "training", .special("options of train with their values"), "how it is trained"),
    TaskFileKey(.task, "benchmark", ownKeys, "how networks are compared on it"),
    TaskFileKey(
      .task, "split-like-paper", ownKeys,
      "how published code splits the same data, for comparison with its figures only"),
    TaskFileKey(.timeFeatures, "column", .column, "the column of dates; else the time column"),
    TaskFileKey(
      .timeFeatures, "features", .special("a list of \(features)"),
      "what is derived from it"),
  ]

  private static let ofTokens: [TaskFileKey] = [
    TaskFileKey(.tokens, "kind", .cases(of: TextTokens.Kind.self), "what a token is"),
    TaskFileKey(
      .tokens, "vocabulary", count,
      "the most words or characters that the network knows, those that training has most often; else 20000"),
    TaskFileKey(
      .tokens, "minimum-count", count, "how often training must have a word or character; else once"),
    TaskFileKey(.tokens, "length", count, "the most tokens of a text; else all of them"),
    TaskFileKey(
      .tokens, "keep", .cases(of: TextTokens.Keep.self),
      "which end of a longer text is kept; else the beginning"),
  ]

  private static let ofData: [TaskFileKey] = [
    TaskFileKey(
      .data, "files", .files,
      "paths or patterns (*, ?, [a-c]) whose sequences or rows the split assigns to parts"),
    TaskFileKey(.data, "train", .files, "files for training alone"),
    TaskFileKey(.data, "validation", .files, "files for validation alone"),
    TaskFileKey(.data, "test", .files, "files for the test alone"),
    TaskFileKey(.data, "format", .cases(of: DataSources.Format.self), "how the files are written"),
    TaskFileKey(
      .data, "labels", .special("a file of labels for each file of images"), "the labels of idx files"),
    TaskFileKey(
      .data, "long", .special("the keys time, variable and value"), "the columns of the format long"),
    TaskFileKey(
      .data, "label-column", .cases(of: ReadingOptions.LabelColumn.self),
      "where the class of each row of a wide table is; else as the values suggest"),
    TaskFileKey(
      .data, "names", .special(FileNames.form),
      "names of files whose {words} become columns of texts, with folders before them where there are some"),
    TaskFileKey(
      .data, "join", .special("the keys file, key and columns"),
      "a table with one row a sequence, whose columns are joined to the sequence's rows"),
    TaskFileKey(.data, "column-names", .names, "the names of columns that the files do not name, in order"),
    TaskFileKey(
      .data, "separator", .special("comma, tab, semicolon, pipe, space or one other character"),
      "what separates fields"
    ),
    TaskFileKey(.data, "header", .flag, "whether the first row holds the names of the columns"),
    TaskFileKey(
      .data, "skip-lines", seed, "lines that are skipped before anything is read"),
    TaskFileKey(.data, "comment", .text, "what lines begin with that are no rows"),
    TaskFileKey(
      .data, "decimal", .cases(of: ReadingOptions.DecimalMark.self), "what stands before a number's decimals"),
    TaskFileKey(
      .data, "thousands", .cases(of: ReadingOptions.ThousandsMark.self),
      "what stands between groups of three digits; space: also an apostrophe"),
    TaskFileKey(.data, "encoding", .cases(of: ReadingOptions.Encoding.self), "how letters are encoded"),
    TaskFileKey(
      .data, "missing-words", .names,
      "the words that stand for a missing value, instead of NA, N/A, NaN, null, ? and -"),
    TaskFileKey(
      .data, "text-columns", .names,
      "columns whose values are texts exactly as they stand; that of the sequence is one"),
    TaskFileKey(
      .data, "date-format", .text,
      "how dates are written, in the letters of strptime; %f is a fraction of a second"),
    TaskFileKey(
      .data, "date-order", .cases(of: ReadingOptions.DateOrder.self),
      "the order of day, month and year in dates such as 04/02/2015"),
    TaskFileKey(
      .data, "time-zone", .text,
      "the zone of dates without one, such as Europe/Berlin; hours and days are local; else UTC"),
    TaskFileKey(
      .data, "sound", .special("keys of its own, or a text such as features=mfcc,bands=26"),
      "which features of recordings are read, and how"),
    TaskFileKey(.data, "limit", count, "the most sequences that are read of every file"),
    TaskFileKey(.long, "time", .column, "when"),
    TaskFileKey(.long, "variable", .column, "the name of what was measured"),
    TaskFileKey(.long, "value", .column, "what was measured"),
    TaskFileKey(
      .join, "file", .special("a file or a pattern"),
      "the table that is joined; that of several files holds all their rows"),
    TaskFileKey(
      .join, "key", .column, "the column of both tables that says which row belongs to which sequence"),
    TaskFileKey(.join, "columns", .names, "the columns that are taken; else all others"),
  ]

  private static let ofSound = SoundOptions.keys.map { TaskFileKey(.sound, $0.name, $0.form, $0.help) }

  private static let ofSplit: [TaskFileKey] = [
    TaskFileKey(.split, "train", share, "the share for training"),
    TaskFileKey(.split, "validation", share, "the share for validation"),
    TaskFileKey(.split, "test", share, "the share for the test"),
    TaskFileKey(.split, "by", .cases(of: TaskDefinition.SplitBy.self), "what is assigned to parts"),
    TaskFileKey(.split, "shuffle", seed, "assigns sequences or files in a random order with this seed"),
    TaskFileKey(
      .split, "hold-out", .special("the keys column and values"),
      "the groups that are the test part, and in no other; the shares are of the rest"),
    TaskFileKey(
      .split, "validate-on", .special("the keys column and values"),
      "the groups that are the validation part; else its share of what is not held out"),
    TaskFileKey(.holdOut, "column", .column, "the column whose values are groups, such as speakers"),
    TaskFileKey(.holdOut, "values", .groups, "the groups that are held out"),
    TaskFileKey(.validateOn, "column", .column, "the column whose values are groups; else that of hold-out"),
    TaskFileKey(
      .validateOn, "values", .groups, "the groups that validate; else the one after those that are held out"),
    TaskFileKey(.paperSplit, "train", share, "the share for training"),
    TaskFileKey(.paperSplit, "validation", share, "the share for validation"),
    TaskFileKey(.paperSplit, "test", share, "the share for the test"),
    TaskFileKey(.paperSplit, "by", .cases(of: TaskDefinition.SplitBy.self), "what is assigned to parts"),
    TaskFileKey(.paperSplit, "stride", count, "steps from one window to the next"),
    TaskFileKey(.paperSplit, "shuffle", seed, "the seed of a random order"),
    TaskFileKey(.paperSplit, "note", .text, "why it leaks"),
  ]

  private static let ofBenchmark: [TaskFileKey] = [
    TaskFileKey(.benchmark, "epochs", count, "passes over the training data, for every network"),
    TaskFileKey(.benchmark, "seeds", count, "runs of every network"),
    TaskFileKey(
      .benchmark, "models", .special("a list of networks, or a mapping of networks to options of train"),
      "the networks that are compared"),
    TaskFileKey(.benchmark, "published", .special("a list of figures"), "what others reported"),
    TaskFileKey(.benchmark, "note", .text, "a line that is shown with the results"),
    TaskFileKey(.published, "model", .text, "the network"),
    TaskFileKey(.published, "value", .number(), "its figure, in the task's metric"),
    TaskFileKey(.published, "deviation", share, "its standard deviation over several runs"),
    TaskFileKey(.published, "source", .text, "where it can be read"),
  ]
}
