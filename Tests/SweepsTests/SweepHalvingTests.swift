import Foundation
import Liquid
import Sweeps
import TestSupport
import Testing

@Suite struct SweepHalvingTests {
  private let halving = SweepHalving(factor: 3, epochs: [1, 3, 9])

  private func plan(_ trials: Int, seeds: UInt64 = 2, study: SweepStudy? = nil) -> SweepPlan {
    var jobs: [SweepJob] = []
    for trial in 0..<trials {
      for seed in 1...seeds {
        jobs.append(
          SweepJob(
            key: SweepJob.key(trial: trial, seed: seed), trial: trial, seed: seed, values: [:], options: [:]))
      }
    }
    return SweepPlan(
      name: "s", task: "t", space: SweepSpace(dimensions: []), sampler: .random, goal: .loss,
      metricName: "accuracy", isBetterWhenLarger: true, fingerprint: "f", jobs: study == nil ? jobs : [],
      study: study, halving: halving)
  }

  /// A figure that changes from rung to rung.
  private func figure(_ stretch: SweepStretch) -> Double {
    var random = SeededGenerator(seed: UInt64(stretch.job.trial * 7 + (stretch.rung ?? 0)))
    return random.uniform() + Double(stretch.job.seed) * 0.01
  }

  private func make(_ stretch: SweepStretch, in folder: SweepFolder) throws {
    var result = SweepResult(key: stretch.job.key, state: .done)
    (result.loss, result.rung) = (figure(stretch), stretch.rung)
    _ = try folder.publish(result, of: stretch)
  }

  /// The keys and rungs that were made.
  private func makeAll(_ plan: SweepPlan, in folder: SweepFolder, shuffledBy seed: UInt64) throws -> [String]
  {
    var (made, random) = ([String](), SeededGenerator(seed: seed))
    while true {
      try folder.judge(plan)
      let open = folder.openStretches(of: plan.jobs, plan)
      guard !open.isEmpty else { return made.sorted() }
      let stretch = open[Int(random.next() % UInt64(open.count))]
      try make(stretch, in: folder)
      made.append("\(stretch.job.key).\(stretch.rung ?? 0)")
    }
  }

  @Test("The best of a rung go on, those without a figure never, and one at least")
  func best() {
    let figures: [(trial: Int, figure: Double?)] = [
      (0, 0.5), (1, nil), (2, 0.1), (3, 0.9), (4, 0.1), (5, 0.2),
    ]
    #expect(halving.best(of: figures, prefersLarger: false) == [2, 4])
    #expect(halving.best(of: figures, prefersLarger: true) == [3, 0])
    #expect(halving.best(of: [(7, 0.3), (8, 0.2)], prefersLarger: true) == [7])
    #expect(halving.best(of: [(1, nil)], prefersLarger: true).isEmpty)
  }

  @Test("The same trials go on whatever order runs end in, all seeds of them together", arguments: 1..<6)
  func orders(seed: UInt64) throws {
    let temporary = try TemporaryFolder()
    let plan = plan(11)
    let (one, two) = (SweepFolder(path: temporary.path("1")), SweepFolder(path: temporary.path("2")))
    for folder in [one, two] { try folder.begin(plan) }
    let made = try makeAll(plan, in: one, shuffledBy: seed)
    let other = try makeAll(plan, in: two, shuffledBy: seed + 100)
    #expect(made == other)
    // 11, a third of them, a third of those; two seeds each.
    #expect(made.count == (11 + 3 + 1) * 2)
    let trials = SweepRanking(plan, one.results()).ranked
    #expect(trials.map { $0.rung } == [3, 2, 2] + Array(repeating: 1, count: 8))
    #expect(trials.allSatisfy { $0.isComplete })
    let words = one.results().values.map(plan.word)
    #expect(words.count { $0 == "done" } == 2 && words.count { $0 == "stopped" } == 20)
    // The three that went on are the three best of the first rung.
    let first = (0..<11).map { trial in
      (trial, one.figure(of: plan.jobs.filter { $0.trial == trial }, 1, .loss))
    }
    let best = first.sorted { ($0.1 ?? 0) < ($1.1 ?? 0) }.prefix(3).map(\.0)
    #expect(Set(best) == Set(trials.prefix(3).map { $0.index }))
  }

  @Test("A decision that was half written is the same when it is made again")
  func killed() throws {
    let temporary = try TemporaryFolder()
    let (plan, folder) = (plan(9, seeds: 1), SweepFolder(path: temporary.path("s")))
    try folder.begin(plan)
    for stretch in folder.openStretches(of: plan.jobs, plan) { try make(stretch, in: folder) }
    try folder.judge(plan)
    func going() -> Set<String> { Set(folder.openStretches(of: plan.jobs, plan).map(\.job.key)) }
    let wanted = going()
    #expect(wanted.count == 3)
    // One word that a trial goes on, and one result of a trial that does not, were not written yet.
    let word = try #require(wanted.first).prefix(5) + ".1.on"
    try FileManager.default.removeItem(atPath: "\(folder.path)/rungs/\(word)")
    let stopped = try #require(folder.resultKeys().first)
    try FileManager.default.removeItem(atPath: folder.resultPath(stopped))
    #expect(going().count == 2)
    try folder.judge(plan)
    #expect(going() == wanted && folder.resultKeys().contains(stopped))
  }

  @Test("A trial with a run that failed does not go on")
  func failed() throws {
    let temporary = try TemporaryFolder()
    let (plan, folder) = (plan(3), SweepFolder(path: temporary.path("s")))
    try folder.begin(plan)
    for stretch in folder.openStretches(of: plan.jobs, plan) {
      guard stretch.job.trial == 1, stretch.job.seed == 2 else {
        try make(stretch, in: folder)
        continue
      }
      _ = try folder.publish(SweepResult(key: stretch.job.key, state: .failed, reason: "r"), of: stretch)
    }
    try folder.judge(plan)
    let open = folder.openStretches(of: plan.jobs, plan)
    #expect(open.count == 2 && open.allSatisfy { $0.rung == 2 && $0.epochs == 3 && $0.job.trial != 1 })
    #expect(SweepRanking(plan, folder.results()).trials[1].isComplete)
  }

  @Test("Trials of a study are judged as they come, each among those that have come so far")
  func proposed() throws {
    let temporary = try TemporaryFolder()
    let folder = SweepFolder(path: temporary.path("s"))
    try folder.begin(plan(0, study: SweepStudy()))
    var stopped: [Int] = []
    for (trial, loss) in [0.5, 0.6, 0.4, 0.7].enumerated() {
      let key = SweepJob.key(trial: trial, seed: 1)
      let job = SweepJob(key: key, trial: trial, seed: 1, values: [:], options: [:])
      #expect(try folder.add(SweepAddedTrial(number: trial, jobs: [job])))
      #expect(try !folder.add(SweepAddedTrial(number: trial, jobs: [job])), "a trial is added once")
      let plan = try folder.plan()
      #expect(plan.jobs.map { $0.trial } == Array(0...trial))
      let stretch = try #require(folder.openStretches(of: [job], plan).first)
      var result = SweepResult(key: key, state: .done)
      result.loss = loss
      _ = try folder.publish(result, of: stretch)
      #expect(folder.results()[key]?.isInterim == true && folder.ending(of: [job], plan) == nil)
      try folder.judge(plan)
      if folder.ending(of: [job], plan) == .pruned { stopped.append(trial) }
    }
    #expect(stopped == [1, 3])
    let open = folder.openStretches(of: try folder.plan().jobs, try folder.plan())
    #expect(open.map { $0.job.trial } == [0, 2] && open.allSatisfy { $0.rung == 2 })
  }

  @Test("A trial has no figure while one of its runs was trained longer than another")
  func unequal() throws {
    let temporary = try TemporaryFolder()
    let (plan, folder) = (plan(3), SweepFolder(path: temporary.path("s")))
    try folder.begin(plan)
    for stretch in folder.openStretches(of: plan.jobs, plan) { try make(stretch, in: folder) }
    try folder.judge(plan)
    let going = folder.openStretches(of: plan.jobs, plan)
    #expect(going.count == 2 && going.allSatisfy { $0.rung == 2 })
    let trial = going[0].job.trial
    #expect(SweepRanking(plan, folder.results()).trials[trial].figure != nil)
    try make(going[0], in: folder)
    #expect(SweepRanking(plan, folder.results()).trials[trial].figure == nil)
    try make(going[1], in: folder)
    let ranking = SweepRanking(plan, folder.results())
    #expect(ranking.trials[trial].figure != nil && ranking.best?.index == trial)
  }

  @Test("A trial of a study that was stopped in part stays stopped, whatever ended since")
  func stoppedInPart() throws {
    let temporary = try TemporaryFolder()
    let folder = SweepFolder(path: temporary.path("s"))
    try folder.begin(plan(0, study: SweepStudy()))
    func add(_ trial: Int, _ loss: Double) throws -> [SweepJob] {
      let jobs = (1...2).map { seed in
        SweepJob(
          key: SweepJob.key(trial: trial, seed: UInt64(seed)), trial: trial, seed: UInt64(seed), values: [:],
          options: [:])
      }
      _ = try folder.add(SweepAddedTrial(number: trial, jobs: jobs))
      for stretch in folder.openStretches(of: jobs, try folder.plan()) {
        var result = SweepResult(key: stretch.job.key, state: .done)
        result.loss = loss
        _ = try folder.publish(result, of: stretch)
      }
      return jobs
    }
    _ = try add(0, 0.3)
    try folder.judge(try folder.plan())
    let jobs = try add(1, 0.4)
    try folder.judge(try folder.plan())
    #expect(folder.ending(of: jobs, try folder.plan()) == .pruned)
    // As if the process had been killed between the two; worse trials have ended since.
    try FileManager.default.removeItem(atPath: folder.resultPath(jobs[1].key))
    for trial in 2..<8 { _ = try add(trial, 0.9) }
    try folder.judge(try folder.plan())
    #expect(folder.ending(of: jobs, try folder.plan()) == .pruned)
  }
}
