import Liquid

extension TaskFileKey {
  static let ofTask: [TaskFileKey] = [
    TaskFileKey(.task, "name", text, "what the task is called; else the file's own name"),
    TaskFileKey(.task, "about", text, "what the data are"),
    TaskFileKey(.task, "source", text, "where the data can be had"),
    TaskFileKey(.task, "citation", text, "what to cite"),
    TaskFileKey(.task, "data", "a file, a list of files, or keys of its own", "where the data are"),
    TaskFileKey(.task, "inputs", names, "the columns that the network sees; else all others"),
    TaskFileKey(.task, "targets", names, "the columns that it learns to give; else the last"),
    TaskFileKey(
      .task, "categories", names, "columns of numbers whose values are categories: one channel each"),
    TaskFileKey(
      .task, "time", column, "seconds or dates, for steps that last differently long; else every step lasts 1"
    ),
    TaskFileKey(.task, "sequence", column, "rows with one value here are one sequence"),
    TaskFileKey(.task, "kind", choice(TaskDefinition.Kind.self), "what is to be learnt"),
    TaskFileKey(.task, "window", count, "sequences are cut into windows of so many steps"),
    TaskFileKey(
      .task, "stride", count, "steps from one training window to the next; else an eighth of a window"),
    TaskFileKey(
      .task, "split", "three shares such as 75,10,15, or keys of its own",
      "shares for training, validation and test"),
    TaskFileKey(.task, "horizon", count, "how many steps ahead a forecast looks"),
    TaskFileKey(.task, "missing", choice(TaskDefinition.Missing.self), "what stands for missing inputs"),
    TaskFileKey(
      .task, "missing-markers", "a number, a list of numbers, or one of these for each column",
      "numbers that stand for a missing value; under \"*\" those of every column"),
    TaskFileKey(
      .task, "sort-by-time", "true or false",
      "brings the rows of each file into the order of their times first"),
    TaskFileKey(
      .task, "resample", "a number above 0",
      "means over steps of this length, in the time column's unit (seconds for dates)"),
    TaskFileKey(
      .task, "thinning", "a number of at least 0 and below 1",
      "the share of rows that is left out at random, so that times become irregular"),
    TaskFileKey(
      .task, "time-features",
      "a list of " + TimeFeature.allCases.map(\.rawValue).joined(separator: ", ") + ", or keys of its own",
      "inputs that are derived from dates"),
    TaskFileKey(.task, "scaling", choice(TaskDefinition.Scaling.self), "how inputs are scaled"),
    TaskFileKey(.task, "target-scaling", choice(TaskDefinition.Scaling.self), "how targets are scaled"),
    TaskFileKey(.task, "loss", choice(Loss.Kind.self), "what training makes small"),
    TaskFileKey(
      .task, "huber-delta", "a number above 0", "where the loss huber turns from a parabola into lines"),
    TaskFileKey(
      .task, "class-weights", "none, balanced, or a number above 0 for each class",
      "how much each class counts in the loss"),
    TaskFileKey(
      .task, "target-steps", choice(TargetSteps.self), "which targets of a window or sequence count"),
    TaskFileKey(.task, "metric", choice(Metric.self), "the figure that results are compared by"),
    TaskFileKey(.task, "training", "options of train with their values", "how it is trained"),
    TaskFileKey(.task, "benchmark", "keys of its own", "how networks are compared on it"),
    TaskFileKey(
      .task, "split-like-paper", "keys of its own",
      "how published code deals out the same data, for comparison with its figures only"),
    TaskFileKey(.timeFeatures, "column", column, "the column of dates; else the time column"),
    TaskFileKey(
      .timeFeatures, "features", "a list of " + TimeFeature.allCases.map(\.rawValue).joined(separator: ", "),
      "what is derived from it"),
  ]

  static let ofData: [TaskFileKey] = [
    TaskFileKey(
      .data, "files", "a file or a list of files",
      "paths or patterns (*, ?, [a-c]) whose sequences or rows the split deals out"),
    TaskFileKey(.data, "train", "a file or a list of files", "files for training alone"),
    TaskFileKey(.data, "validation", "a file or a list of files", "files for validation alone"),
    TaskFileKey(.data, "test", "a file or a list of files", "files for the test alone"),
    TaskFileKey(.data, "format", choice(DataSources.Format.self), "how the files are written"),
    TaskFileKey(.data, "labels", "a file of labels for each file of images", "the labels of idx files"),
    TaskFileKey(.data, "long", "the keys time, variable and value", "the columns of the format long"),
    TaskFileKey(
      .data, "join", "the keys file, key and columns",
      "a table with one row a sequence, whose columns are joined to the sequence's rows"),
    TaskFileKey(.data, "column-names", names, "the names of columns that the files do not name, in order"),
    TaskFileKey(.data, "limit", count, "the most sequences that are read of every file"),
    TaskFileKey(.long, "time", column, "when"),
    TaskFileKey(.long, "variable", column, "the name of what was measured"),
    TaskFileKey(.long, "value", column, "what was measured"),
    TaskFileKey(.join, "file", "a file", "the table that is joined"),
    TaskFileKey(
      .join, "key", column, "the column of both tables that says which row belongs to which sequence"),
    TaskFileKey(.join, "columns", names, "the columns that are taken; else all others"),
  ]

  static let ofSplit: [TaskFileKey] = [
    TaskFileKey(.split, "train", share, "the share for training"),
    TaskFileKey(.split, "validation", share, "the share for validation"),
    TaskFileKey(.split, "test", share, "the share for the test"),
    TaskFileKey(.split, "by", choice(TaskDefinition.SplitBy.self), "what is dealt out"),
    TaskFileKey(.split, "shuffle", seed, "deals sequences or files out in a random order that this seeds"),
    TaskFileKey(.paperSplit, "train", share, "the share for training"),
    TaskFileKey(.paperSplit, "validation", share, "the share for validation"),
    TaskFileKey(.paperSplit, "test", share, "the share for the test"),
    TaskFileKey(.paperSplit, "by", choice(TaskDefinition.SplitBy.self), "what is dealt out"),
    TaskFileKey(.paperSplit, "stride", count, "steps from one window to the next"),
    TaskFileKey(.paperSplit, "shuffle", seed, "the seed of a random order"),
    TaskFileKey(.paperSplit, "note", text, "why it leaks"),
  ]

  static let ofBenchmark: [TaskFileKey] = [
    TaskFileKey(.benchmark, "epochs", count, "passes over the training data, for every network"),
    TaskFileKey(.benchmark, "seeds", count, "runs of every network"),
    TaskFileKey(
      .benchmark, "models", "a list of networks, or a mapping of networks to options of train",
      "the networks that are compared"),
    TaskFileKey(.benchmark, "published", "a list of figures", "what others reported"),
    TaskFileKey(.benchmark, "note", text, "a line for whoever reads the results"),
    TaskFileKey(.published, "model", text, "the network"),
    TaskFileKey(.published, "value", "a number", "its figure, in the task's metric"),
    TaskFileKey(.published, "deviation", share, "its standard deviation over several runs"),
    TaskFileKey(.published, "source", text, "where it can be read"),
  ]
}
