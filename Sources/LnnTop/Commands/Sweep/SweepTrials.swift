import Foundation
import Liquid
import LiquidData
import Sweeps
import Text

/// The runs that a sweep file asks for: each point of the space is a command line of `train`.
struct SweepTrials {
  private(set) var plan: SweepPlan
  /// What a person must know of the task and the data.
  let notes: [String]
  /// For trials that come into being while the sweep runs.
  let builder: TrialBuilder

  /// - Parameter written: the plan that is in the folder already; nil: there is none.
  /// - Throws: where an option is unknown, a value makes no sense, or the data cannot be read.
  init(_ file: SweepFile, written: SweepPlan? = nil, locations: Locations) throws {
    let trials = try SweepTrials(file, leavesOutIdle: true, locations: locations)
    guard let written, !trials.plan.isContinuation(of: written),
      let earlier = try? SweepTrials(file, leavesOutIdle: false, locations: locations),
      earlier.plan.isContinuation(of: written)
    else {
      self = trials
      return
    }
    self = earlier
  }

  private init(_ file: SweepFile, leavesOutIdle: Bool, locations: Locations) throws {
    try SweepFileCheck(file, locations: locations).run()
    var builder = TrialBuilder(file, locations: locations, leavesOutIdle: leavesOutIdle)
    var jobs: [SweepJob] = []
    var reference: [String: String]?
    var remarks: [String] = []
    if file.study == nil {
      (jobs, remarks) = try Self.jobs(of: file, &builder)
    } else {
      reference = try builder.build(file.space.point(file.space.dimensions.map { _ in 0.5 })).options
    }
    let data = try SweepData(options: reference ?? jobs[0].options, locations: locations)
    builder.learn(data)
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

  /// Begins the sweep in a folder, or goes on with what is there of it.
  ///
  /// - Throws: `SweepFolderError` where the folder holds another sweep, or cannot be written.
  mutating func begin(in folder: SweepFolder) throws { plan = try folder.begin(plan) }

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
      skipped == 1
      ? "1 point says the same as another, and is left out"
      : "\(counted(skipped, "point")) say the same as others, and are left out"
    return (jobs, builder.idleNotes + (skipped == 0 ? [] : [repeated]))
  }

  /// The name of a dimension whose values are networks of the papers, as in `benchmark --models`.
  static let network = "network"
}

extension TrainOptions {
  /// The options that a sweep may have: all that say what is learnt and how, but for what tells its runs apart.
  static let sweepRows = (dataRows + trainingOptions + lossRows).filter {
    !["seed", "threads"].contains($0.long) && (!sourceOptions.contains($0.long) || $0.long == "cache")
  }
}
