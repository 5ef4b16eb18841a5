import RunStore
import Sweeps
import Telemetry

/// The runs of a comparison as a sweep, whose trials are the networks on each division of the data.
struct BenchmarkSweep {
  let folder: SweepFolder
  let plan: SweepPlan
  private let runs: [BenchmarkRun]

  /// - Parameters:
  ///   - divisions: in the order in which they are trained on; at least one.
  ///   - name: the task's.
  ///   - task: as the person named it.
  init(
    _ divisions: [BenchmarkDivision], name: String, task: String, folder: String, locations: Locations
  ) throws {
    self.folder = SweepFolder(path: folder)
    runs = divisions.flatMap(\.runs)
    let names = runs.map(\.entry.name).uniqued
    let groups = divisions.compactMap { $0.turn?.value }
    // Division by division: a process keeps the data of one.
    let jobs = try divisions.enumerated().flatMap { place, division in
      try division.runs.map { run in
        let network = names.firstIndex(of: run.entry.name) ?? 0
        return try run.job(trial: place * names.count + network, locations: locations)
      }
    }
    let schema = divisions[0].schema
    plan = SweepPlan(
      name: name, task: task,
      space: SweepSpace(
        dimensions: (groups.isEmpty ? [] : [SweepDimension(name: "hold-out", values: .choices(groups))])
          + [SweepDimension(name: SweepTrials.network, values: .choices(names))]),
      sampler: .grid, goal: .metric, metricName: schema.metricName,
      isBetterWhenLarger: schema.metric.isBetterWhenLarger, fingerprint: divisions[0].fingerprint, jobs: jobs)
  }

  /// Puts the plan into the folder, whatever comparison was there, and the results of the runs that are finished.
  ///
  /// - Throws: where the folder is that of a sweep, or other processes work in it.
  func begin() throws {
    if folder.hasPlan, try !folder.plan().isComparison {
      throw CommandFailure("\(folder.path) holds a sweep; --out chooses another folder")
    }
    try folder.replace(plan)
    for (run, job) in zip(runs, plan.jobs) {
      let stretch = SweepStretch(all: job)
      try folder.settle(
        job.key,
        RunFile.identity(of: run.path) == nil ? nil : SweepWorker.result(stretch, path: run.path))
    }
  }
}

extension SweepPlan {
  /// Whether it is that of `lnn-top benchmark`.
  fileprivate var isComparison: Bool {
    !jobs.isEmpty && jobs.allSatisfy { $0.tags?.contains(BenchmarkRun.tag) == true }
  }
}

extension [String] {
  /// Each once, in their order.
  var uniqued: [String] {
    var known: Set<String> = []
    return filter { known.insert($0).inserted }
  }
}
