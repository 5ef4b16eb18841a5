import Foundation
import Liquid
import LiquidData
import Sweeps
import Text

/// The runs that a sweep file asks for: each point of the space is a command line of `train`.
struct SweepTrials {
  let plan: SweepPlan
  /// What a person must know of the task and the data.
  let notes: [String]
  /// For trials that come into being while the sweep runs.
  let builder: TrialBuilder

  /// - Throws: where an option is unknown, a value makes no sense, or the data cannot be read.
  init(_ file: SweepFile, locations: Locations) throws {
    try Self.check(file)
    var builder = TrialBuilder(file, locations: locations)
    var jobs: [SweepJob] = []
    var reference: [String: String]?
    var remarks: [String] = []
    if file.study == nil {
      (jobs, remarks) = try Self.jobs(of: file, &builder)
    } else {
      reference = try builder.build(file.space.point(file.space.dimensions.map { _ in 0.5 })).options
    }
    let data = try SweepData(options: reference ?? jobs[0].options, locations: locations)
    let schema = data.dataset.schema
    plan = SweepPlan(
      name: file.name, task: file.task, space: file.space, sampler: file.sampler, goal: file.goal,
      metricName: schema.metricName, isBetterWhenLarger: schema.metric.isBetterWhenLarger,
      fingerprint: data.fingerprint, jobs: jobs, study: file.study, halving: file.halving,
      reference: reference)
    notes = builder.notes + remarks + data.dataset.warnings
    self.builder = builder
    // What no run could be made with is said before the first one.
    guard data.dataset.count(of: .validation) > 0 else {
      throw CommandFailure(
        "\(file.task) has no validation part, and nothing else may choose settings; --split makes one")
    }
  }

  /// The runs of points that are known from the beginning, and what is to be said of them.
  private static func jobs(
    of file: SweepFile, _ builder: inout TrialBuilder
  ) throws -> (jobs: [SweepJob], remarks: [String]) {
    var jobs: [SweepJob] = []
    var known: Set<[String: String]> = []
    for number in 0..<file.trials {
      let point = try builder.build(file.sampler.point(number, of: file.space, seed: file.seed))
      // Points that differ only in what means nothing there are one.
      guard known.insert(point.options).inserted else { continue }
      jobs += builder.jobs(point, trial: known.count - 1)
    }
    let skipped = file.trials - known.count
    let repeated =
      "\(counted(skipped, "point")) say the same as another, and \(skipped == 1 ? "is" : "are") left out"
    return (jobs, builder.idleNotes + (skipped == 0 ? [] : [repeated]))
  }

  /// The name of a dimension whose values are networks of the papers, as in `benchmark --models`.
  static let network = "network"

  /// Throws where an option of the file is none, or one of its values makes no sense.
  private static func check(_ file: SweepFile) throws {
    let rows = TrainOptions.sweepRows
    let names = rows.map(\.long) + [network]
    func check(_ name: String, under place: String, _ words: [String]) throws {
      let line = file.line(of: "\(place).\(name)")
      if name == network {
        guard let unknown = words.first(where: { NetworkPreset.named($0) == nil }) else { return }
        let known = NetworkPreset.all.map(\.name).joined(separator: ", ")
        throw SweepFileError(
          "there is no network \(unknown.displayed.quoted); there are \(known)", path: file.path, line: line)
      }
      guard let row = rows.first(where: { $0.isNamed(name) }) else {
        let nearest = EditDistance.nearest(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ""
        throw SweepFileError(
          "there is no option '\(name.displayed)' to train with\(nearest)", path: file.path, line: line)
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
    for (name, word) in file.training.sorted(by: { $0.key < $1.key }) {
      try check(name, under: "training", [word])
    }
    for dimension in file.space.dimensions {
      try check(dimension.name, under: "space", dimension.samples)
      guard isOfJudgement(dimension.name, file.goal) else { continue }
      throw SweepFileError(
        "'\(dimension.name)' changes what trials are judged by, so that they cannot be compared; it goes under 'training'",
        path: file.path, line: file.line(of: "space.\(dimension.name)"))
    }
  }

  /// Whether an option changes the rows, the targets or the figure that trials are compared by.
  private static func isOfJudgement(_ name: String, _ goal: SweepGoal) -> Bool {
    let judged: Set<String> = [
      "targets", "kind", "metric", "horizon", "split", "split-by", "shuffle", "hold-out", "validate-on",
      "target-steps",
      "drop-rows", "resample", "cut-gaps", "time", "sequence",
    ]
    let lossAlone: Set<String> = ["loss", "class-weights", "huber-delta", "target-scaling"]
    return judged.contains(name) || goal == .loss && lossAlone.contains(name)
  }
}

extension SweepDimension {
  /// Words of it that say whether all of them make sense.
  fileprivate var samples: [String] {
    switch values {
    case .choices(let choices): choices
    case .range: [0, 0.37, 0.63, 1.0.nextDown].map(word)
    }
  }
}

extension TrainOptions {
  /// The options that a sweep may have: all that say what is learnt and how, but for what tells its runs apart.
  static let sweepRows = (dataRows + trainingOptions + lossRows).filter {
    !["seed", "threads"].contains($0.long) && !sourceOptions.contains($0.long)
  }
}
