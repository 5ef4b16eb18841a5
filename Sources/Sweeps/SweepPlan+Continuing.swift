import Text

// What a plan has in common with the one that is in a folder already.
extension SweepPlan {
  /// Whether the sweep that was written goes on as this one: it is the same, but that this one may have more trials or more
  /// seeds. Where budgets or a study decide from all trials, more of them would have been decided otherwise.
  package func isContinuation(of written: SweepPlan) -> Bool {
    guard withoutJobs == written.withoutJobs else { return false }
    if grows { return jobs == written.jobs }
    return Set(written.jobs).isSubset(of: Set(jobs))
  }

  /// With the runs of a plan that is gone on with first, in their order.
  func continuing(_ written: SweepPlan) -> SweepPlan {
    let known = Set(written.jobs.map(\.key))
    var plan = withoutJobs
    plan.add(written.jobs + jobs.filter { !known.contains($0.key) })
    return plan
  }

  /// What tells it from the plan in a folder, a text each, such as `its name is 'a', this one's is 'b'`.
  func differences(from written: SweepPlan) -> [String] {
    var all: [String] = []
    func compare(_ what: String, _ own: String, _ other: String) {
      if own != other { all.append("its \(what) is \(other.quoted), this one's is \(own.quoted)") }
    }
    compare("name", name, written.name)
    compare("task", task, written.task)
    compare("sampler", sampler.rawValue, written.sampler.rawValue)
    compare("goal", goalName, written.goalName)
    all += space.differences(from: written.space)
    if halving != written.halving {
      compare("halving", halving?.words ?? "none", written.halving?.words ?? "none")
    }
    if study != written.study { all.append("Optuna is told otherwise how to propose trials") }
    if !all.isEmpty { return all }
    if fingerprint != written.fingerprint { return ["its data are others, or have changed"] }
    return differencesOfRuns(from: written)
  }

  private func differencesOfRuns(from written: SweepPlan) -> [String] {
    let (own, other) = (dataOptions, written.dataOptions)
    let names = Set(own.keys).union(other.keys).filter { own[$0] != other[$0] }
    let isOfTraining = names.filter { !space.dimensions.map(\.name).contains($0) }
    if let name = isOfTraining.min() {
      func word(_ value: String?) -> String { value.map(\.quoted) ?? "not set" }
      return ["its \(name) is \(word(other[name])), this one's is \(word(own[name]))"]
    }
    let (trials, seeds) = (Set(jobs.map(\.trial)).count, Set(jobs.map(\.seed)).count)
    let (otherTrials, otherSeeds) = (
      Set(written.jobs.map(\.trial)).count, Set(written.jobs.map(\.seed)).count
    )
    var all: [String] = []
    if trials != otherTrials { all.append("it has \(counted(otherTrials, "trial")), this one has \(trials)") }
    if seeds != otherSeeds { all.append("it has \(counted(otherSeeds, "seed")), this one has \(seeds)") }
    return all.isEmpty ? ["its points are others, as of another 'seed'"] : all
  }
}

extension SweepSpace {
  fileprivate func differences(from written: SweepSpace) -> [String] {
    let (own, other) = (dimensions.map(\.name), written.dimensions.map(\.name))
    guard own == other else {
      return [
        "its space has \(other.joined(separator: ", ")), this one's has \(own.joined(separator: ", "))"
      ]
    }
    return zip(dimensions, written.dimensions).filter { $0 != $1 }.map {
      "its values of '\($0.name)' are \($1.values.words), this one's are \($0.values.words)"
    }
  }
}

extension SweepDimension.Values {
  /// `8, 16` or `0.001 to 0.1`.
  fileprivate var words: String {
    switch self {
    case .choices(let words): words.joined(separator: ", ")
    case .range(let range):
      "\(range.scale.rawValue) from \(range.boundWords.joined(separator: " to "))"
    }
  }
}

extension SweepHalving {
  fileprivate var words: String { "\(epochs.map(String.init).joined(separator: ", ")) by \(factor)" }
}
