import Foundation

/// A trial that came into being while the sweep ran.
package struct SweepAddedTrial: Sendable, Hashable, Codable {
  /// That of the study that proposed it.
  package let number: Int
  /// One a seed.
  package let jobs: [SweepJob]

  package init(number: Int, jobs: [SweepJob]) {
    (self.number, self.jobs) = (number, jobs)
  }
}

extension SweepFolder {
  private var trialsPath: String { "\(path)/trials" }

  /// Adds a trial.
  ///
  /// - Returns: false where another process was first.
  package func add(_ trial: SweepAddedTrial) throws(SweepFolderError) -> Bool {
    guard let job = trial.jobs.first, let data = try? JSONEncoder().encode(trial) else {
      throw SweepFolderError("a trial cannot be written")
    }
    try make(trialsPath)
    return try publish(data, as: "\(trialsPath)/\(SweepJob.number(trial: job.trial)).json")
  }

  /// The trials that were added, in their order.
  package func addedTrials() throws(SweepFolderError) -> [SweepAddedTrial] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: trialsPath)) ?? []
    var trials: [SweepAddedTrial] = []
    for name in names.sorted() where name.hasSuffix(".json") && !name.hasPrefix(".") {
      guard let data = FileManager.default.contents(atPath: "\(trialsPath)/\(name)"),
        let trial = try? JSONDecoder().decode(SweepAddedTrial.self, from: data)
      else { throw SweepFolderError("\(trialsPath)/\(name) is damaged; --out chooses another folder") }
      trials.append(trial)
    }
    return trials
  }
}

extension SweepFolder {
  /// What a study is told of a trial; nil until all its runs have ended.
  package func ending(of jobs: [SweepJob], _ plan: SweepPlan) -> OptunaStudy.Ending? {
    let results = jobs.compactMap { result($0.key) }
    guard results.count == jobs.count else { return nil }
    let figures = results.compactMap { $0.figure(plan.goal) }
    guard figures.count == results.count, results.allSatisfy({ $0.state == .done }) else { return .failed }
    if results.contains(where: { plan.word(for: $0) == "stopped" }) { return .pruned }
    func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(max(1, numbers.count)) }
    switch plan.study?.against {
    case nil: return .complete([mean(figures)])
    case .parameters: return .complete([mean(figures), mean(results.map { Double($0.parameters ?? 0) })])
    case .seconds: return .complete([mean(figures), mean(results.map { $0.seconds ?? 0 })])
    }
  }
}
