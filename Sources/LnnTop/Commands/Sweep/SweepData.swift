import LiquidData

/// The data of a run, with which other runs may share them.
struct SweepData {
  let dataset: Dataset
  let fingerprint: String
  /// The options that they depend on.
  let words: [String: String]

  /// Reads and prepares the data of recorded options.
  init(options: [String: String], locations: Locations) throws {
    var choice = try TaskChoice(options: TrainOptions(complete: options), locations: locations)
    dataset = try Dataset(table: choice.table(showsProgress: false), task: choice.definition)
    fingerprint = dataset.fingerprint
    words = Self.words(of: options)
  }

  /// Those of recorded options that data depend on: an embedding makes indices of categories.
  static func words(of options: [String: String]) -> [String: String] {
    options.filter { names.contains($0.key) }
  }

  private static let names: Set<String> = {
    let rows = TrainOptions.dataRows + TrainOptions.lossRows
    return Set(rows.map(\.long)).union(TrainOptions.sourceOptions).union([
      "data", "task", "data-dir", "embedding",
    ])
  }()
}

extension TrainOptions {
  /// Options that were recorded with everything that was guessed or said by a task file: nothing is decided anew.
  init(complete recorded: [String: String]) throws(UsageError.Cause) {
    try self.init(recorded: recorded)
    hasTaskWords = true
  }
}
