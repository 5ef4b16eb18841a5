import Foundation

// What runs have reached at the rungs of successive halving, and who goes on. A result of a rung is a file of its own, and
// so is the word that a trial goes on; a trial that does not has results as any other.
extension SweepFolder {
  private var rungsPath: String { "\(path)/rungs" }
  private func rungName(_ key: String, _ rung: Int) -> String { "\(key).\(rung).json" }
  private func goingName(_ trial: Int, _ rung: Int) -> String {
    "\(SweepJob.number(trial: trial)).\(rung).on"
  }

  func rungNames() -> Set<String> {
    Set((try? FileManager.default.contentsOfDirectory(atPath: rungsPath)) ?? [])
  }

  /// What a run reached at a rung; nil where it has not come so far.
  package func result(_ key: String, rung: Int) -> SweepResult? {
    guard let data = FileManager.default.contents(atPath: "\(rungsPath)/\(rungName(key, rung))") else {
      return nil
    }
    var result = try? JSONDecoder().decode(SweepResult.self, from: data)
    result?.rung = rung
    return result
  }

  /// The newest results of runs whose trials may go on, by their keys.
  package func interimResults() -> [String: SweepResult] {
    var newest: [String: Int] = [:]
    for parts in rungNames().map({ $0.split(separator: ".") }) where parts.count == 3 && parts[2] == "json" {
      newest[String(parts[0])] = max(newest[String(parts[0])] ?? 0, Int(parts[1]) ?? 0)
    }
    var results: [String: SweepResult] = [:]
    for (key, rung) in newest {
      results[key] = result(key, rung: rung)
      results[key]?.isInterim = true
    }
    return results
  }

  /// Moves results of rungs that cannot be read to what was lost.
  func discardDamagedRungs() {
    for name in rungNames() where name.hasSuffix(".json") && !name.hasPrefix(".") {
      let parts = name.split(separator: ".")
      guard parts.count == 3, let rung = Int(parts[1]), result(String(parts[0]), rung: rung) == nil else {
        continue
      }
      discard("\(rungsPath)/\(name)", of: String(parts[0]))
    }
  }

  /// The stretches of runs that can be made now, those of later rungs first.
  package func openStretches(of jobs: [SweepJob], _ plan: SweepPlan) -> [SweepStretch] {
    let finished = resultKeys()
    let left = jobs.filter { !finished.contains($0.key) }
    guard let halving = plan.halving else {
      return left.map(SweepStretch.init(all:))
    }
    let names = rungNames()
    let last = halving.epochs.count
    let open = left.compactMap { job -> SweepStretch? in
      let made = (1..<last).prefix { names.contains(rungName(job.key, $0)) }.count
      guard made == 0 || names.contains(goingName(job.trial, made)) else { return nil }
      return SweepStretch(job: job, rung: made + 1, epochs: made + 1 == last ? nil : halving.epochs[made])
    }
    return open.sorted { ($0.rung ?? 0) > ($1.rung ?? 0) }
  }

  /// Whether nobody has made a stretch yet.
  package func isOpen(_ stretch: SweepStretch) -> Bool {
    result(stretch.job.key) == nil && (stretch.rung.map { result(stretch.job.key, rung: $0) == nil } ?? true)
  }

  /// Writes the result of a stretch: of the run, where it is the last one or failed.
  ///
  /// - Returns: false where another process was first.
  package func publish(_ result: SweepResult, of stretch: SweepStretch) throws(SweepFolderError) -> Bool {
    var result = result
    result.rung = stretch.rung
    guard let rung = stretch.rung, stretch.epochs != nil, result.state == .done else {
      return try publish(result)
    }
    guard let data = try? JSONEncoder().encode(result) else {
      throw SweepFolderError("a result cannot be written")
    }
    try make(rungsPath)
    return try publish(data, as: "\(rungsPath)/\(rungName(result.key, rung))")
  }

  /// Decides which trials go on, as far as that can be told. The same whoever asks, and however often.
  ///
  /// Where all trials are known, all of them have ended a rung before the best go on. Where a study proposes them, a trial
  /// goes on if it is among the best of those that have ended the rung so far.
  package func judge(_ plan: SweepPlan) throws(SweepFolderError) {
    guard let halving = plan.halving else { return }
    let jobs = Dictionary(grouping: plan.jobs, by: \.trial)
    var racing = jobs.keys.sorted()
    for rung in 1..<halving.epochs.count {
      let (names, finished) = (rungNames(), resultKeys())
      func hasEnded(_ job: SweepJob) -> Bool {
        names.contains(rungName(job.key, rung)) || finished.contains(job.key)
      }
      func isDecided(_ trial: Int) -> Bool {
        names.contains(goingName(trial, rung))
          || jobs[trial, default: []].allSatisfy { finished.contains($0.key) }
      }
      let ended = racing.filter { jobs[$0, default: []].allSatisfy(hasEnded) }
      guard plan.study != nil || ended.count == racing.count else { return }
      var going = ended.filter { names.contains(goingName($0, rung)) }
      let open = ended.filter { !isDecided($0) }
      if !open.isEmpty {
        let figures = ended.map { ($0, figure(of: jobs[$0, default: []], rung, plan.goal)) }
        let best = halving.best(of: figures, prefersLarger: plan.prefersLarger)
        for trial in open {
          // One that a process stopped a part of before it was killed stays stopped, whatever ended since.
          let isStopped = jobs[trial, default: []].contains { finished.contains($0.key) }
          if best.contains(trial), !isStopped {
            try make(rungsPath)
            _ = try publish(Data(), as: "\(rungsPath)/\(goingName(trial, rung))")
            going.append(trial)
          } else {
            try stop(jobs[trial, default: []], rung)
          }
        }
      }
      racing = going.sorted()
    }
  }

  /// The mean over a trial's runs at a rung; nil where one of them has no figure.
  package func figure(of jobs: [SweepJob], _ rung: Int, _ goal: SweepGoal) -> Double? {
    let figures = jobs.compactMap { result($0.key, rung: rung)?.figure(goal) }
    return figures.count == jobs.count && !jobs.isEmpty
      ? figures.reduce(0, +) / Double(figures.count) : nil
  }

  /// What the runs reached at a rung is what they have reached.
  private func stop(_ jobs: [SweepJob], _ rung: Int) throws(SweepFolderError) {
    for job in jobs {
      if let result = result(job.key, rung: rung) { try publish(result) }
    }
  }
}
