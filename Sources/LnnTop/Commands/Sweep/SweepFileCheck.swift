import LiquidData
import Sweeps
import Text

/// Whether the options of a sweep file are some, and their values make sense.
struct SweepFileCheck {
  private let file: SweepFile
  private let locations: Locations
  private let rows = TrainOptions.sweepRows

  init(_ file: SweepFile, locations: Locations) {
    (self.file, self.locations) = (file, locations)
  }

  /// - Throws: `SweepFileError` at the first that is wrong, with its line.
  func run() throws {
    try checkData()
    for (name, word) in file.training.sorted(by: { $0.key < $1.key }) {
      try check(name, under: "training", [word])
    }
    for dimension in file.space.dimensions {
      try check(dimension.name, under: "space", dimension.samples)
      let line = file.line(of: "space.\(dimension.name)")
      if dimension.name == "cache" {
        throw SweepFileError(
          "all runs have one 'cache'; it goes under 'training'", path: file.path, line: line)
      }
      guard isOfJudgement(dimension.name) else { continue }
      throw SweepFileError(
        "'\(dimension.name)' changes what trials are judged by, so that they cannot be compared; it goes under 'training'",
        path: file.path, line: line)
    }
  }

  /// Throws where there is a folder of the data and no task file whose data it could have.
  private func checkData() throws {
    guard file.data != nil,
      try TaskPath.resolve(SweepPlace(file).task(file.task), isSure: false, locations: locations) == nil
    else { return }
    throw SweepFileError(
      "'data' is the folder of a task file's data, and 'task' is a table: leave 'data' out", path: file.path,
      line: file.line(of: "data"))
  }

  private func check(_ name: String, under place: String, _ words: [String]) throws {
    let line = file.line(of: "\(place).\(name)")
    if name == SweepTrials.network { return try checkNetworks(words, line: line) }
    guard let row = rows.first(where: { $0.isNamed(name) }) else {
      throw SweepFileError(unknown(name), path: file.path, line: line)
    }
    for word in words {
      var options = TrainOptions()
      do {
        try row.take(word, into: &options)
      } catch {
        throw SweepFileError(
          "'\(name)' cannot be \(word.displayed.quoted): \(error)", path: file.path, line: line)
      }
    }
  }

  private func checkNetworks(_ words: [String], line: Int?) throws {
    guard let unknown = words.first(where: { NetworkPreset.named($0) == nil }) else { return }
    let all = NetworkPreset.all.map(\.name)
    let hint =
      EditDistance.nearest(to: unknown, among: all).map { "did you mean '\($0)'?" }
      ?? "there are \(all.joined(separator: ", "))"
    throw SweepFileError(
      "there is no network \(unknown.displayed.quoted); \(hint)", path: file.path, line: line)
  }

  /// Why an option has no place in the file, and what has.
  private func unknown(_ name: String) -> String {
    switch name {
    case "seed":
      return "a sweep sets 'seed' itself: 'seeds: N' makes N runs of each trial, with the seeds 1 to N"
    case "threads":
      return "a sweep sets 'threads' itself: each run has one; 'executor.jobs' says how many are made at once"
    case "task", "data": return "the key '\(name)' of the file, beside 'space', says this for all runs"
    default: break
    }
    if TrainOptions.table.rows.contains(where: { $0.isNamed(name) }) {
      return "'\(name)' is for 'lnn-top train' alone, and not for the runs of a sweep"
    }
    let names = rows.map(\.long) + [SweepTrials.network]
    let nearest = Self.otherNames[name] ?? EditDistance.nearest(to: name, among: names)
    return "there is no option '\(name.displayed)' to train with"
      + (nearest.map { "; did you mean '\($0)'?" } ?? "")
  }

  /// What other programs call options, too far from their names here for a typing error.
  private static let otherNames = [
    "lr": "learning-rate", "eta": "learning-rate", "hidden": "units", "hidden-size": "units",
    "hidden-units": "units", "neurons": "units", "batch-size": "batch", "bs": "batch",
    "num-layers": "layers", "wd": "weight-decay", "decay": "weight-decay", "seq-len": "window",
    "sequence-length": "window", "cell": "model",
  ]

  /// Whether an option changes the rows, the targets or the figure that trials are compared by.
  private func isOfJudgement(_ name: String) -> Bool {
    let judged: Set<String> = [
      "targets", "kind", "metric", "horizon", "split", "split-by", "shuffle", "hold-out", "validate-on",
      "target-steps", "drop-rows", "resample", "cut-gaps", "time", "sequence",
    ]
    let lossAlone: Set<String> = ["loss", "class-weights", "huber-delta", "target-scaling"]
    return judged.contains(name) || file.goal == .loss && lossAlone.contains(name)
  }
}

extension SweepDimension {
  /// Words of it that say whether all of them make sense: of a range the bounds as they are written, and some between them.
  fileprivate var samples: [String] {
    switch values {
    case .choices(let choices): choices
    case .range(let range): range.boundWords + [0.37, 0.63].map(word)
    }
  }
}
