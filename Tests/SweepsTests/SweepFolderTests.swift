import Dispatch
import Foundation
import RunStore
import Sweeps
import Synchronization
import TestSupport
import Testing

private func plan(_ task: String = "t", runs: Int = 3) -> SweepPlan {
  let space = SweepSpace(dimensions: [SweepDimension(name: "units", values: .choices(["8", "16", "32"]))])
  let jobs = (0..<runs).map {
    SweepJob(
      key: SweepJob.key(trial: $0, seed: 1), trial: $0, seed: 1, values: ["units": "\(8 << $0)"], options: [:]
    )
  }
  return SweepPlan(
    name: "s", task: task, space: space, sampler: .grid, goal: .metric, metricName: "accuracy",
    isBetterWhenLarger: true, fingerprint: "f", jobs: jobs)
}

@Suite struct SweepFolderTests {
  private let key = SweepJob.key(trial: 0, seed: 1)
  /// A process that is gone: numbers of processes are not that large.
  private let gone = ProcessIdentity(
    space: ProcessIdentity.current.space, pid: Int(Int32.max), birth: "1")

  private func folder() throws -> (TemporaryFolder, SweepFolder) {
    let temporary = try TemporaryFolder()
    let folder = SweepFolder(path: temporary.path("sweep"))
    try folder.begin(plan())
    return (temporary, folder)
  }

  private func write(_ claim: SweepClaim, to folder: SweepFolder) throws {
    try JSONEncoder().encode(claim).write(to: URL(filePath: folder.claimPath(key)))
  }

  @Test("A plan is written once; another sweep has no place beside it")
  func plans() throws {
    let (temporary, folder) = try folder()
    defer { _ = temporary }
    #expect(try folder.plan() == plan())
    try folder.begin(plan())
    let error = #expect(throws: SweepFolderError.self) { try folder.begin(plan("other")) }
    #expect(error?.description.contains("holds another sweep") == true)
    let empty = SweepFolder(path: temporary.path("none"))
    #expect(throws: SweepFolderError.self) { try empty.plan() }
  }

  @Test("A plan that is there already is not written again: a folder may be one that nobody writes")
  func unwritten() throws {
    let (temporary, folder) = try folder()
    defer { _ = temporary }
    try FileManager.default.removeItem(atPath: folder.logs)
    #expect(try folder.begin(plan()) == plan())
    #expect(!FileManager.default.fileExists(atPath: folder.logs))
    let longer = try folder.begin(plan(runs: 4))
    #expect(longer.jobs.count == 4 && longer.jobs.prefix(3) == plan().jobs[...])
    #expect(try folder.plan() == longer)
    let error = #expect(throws: SweepFolderError.self) { try folder.begin(plan(runs: 2)) }
    #expect(error?.description.contains("it has 4 trials, this one has 2") == true)
  }

  @Test(
    "A plan is replaced by another one, but not while a process makes runs of it; runs keep no result of a file that is gone"
  )
  func replaced() throws {
    let (temporary, folder) = try folder()
    defer { _ = temporary }
    try write(SweepClaim(), to: folder)
    try folder.replace(plan())
    let error = #expect(throws: SweepFolderError.self) { try folder.replace(plan("other")) }
    #expect(error?.description.contains("another process") == true)
    #expect(try folder.plan() == plan())
    try write(SweepClaim(process: gone), to: folder)
    try folder.replace(plan("other"))
    #expect(try folder.plan() == plan("other"))
    let result = SweepResult(key: key, state: .done)
    try folder.settle(key, result)
    #expect(folder.result(key) == result)
    let changed = SweepResult(key: key, state: .diverged, reason: "NaN")
    try folder.settle(key, changed)
    #expect(folder.result(key) == changed)
    try folder.settle(key, nil)
    #expect(folder.resultKeys() == [])
    try write(SweepClaim(), to: folder)
    try folder.settle(key, result)
    #expect(folder.resultKeys() == [], "whoever makes the run tells its result")
  }

  @Test("Plans of older versions, whose runs have no tags, are read")
  func withoutTags() throws {
    let text = String(decoding: try JSONEncoder().encode(plan()), as: UTF8.self)
    #expect(!text.contains("tags"))
    #expect(try JSONDecoder().decode(SweepPlan.self, from: Data(text.utf8)) == plan())
  }

  @Test("Of many threads one alone claims a run, and one alone ends it", arguments: 0..<20)
  func once(round: Int) throws {
    let (temporary, folder) = try folder()
    defer { _ = temporary }
    // Half of the rounds begin with a claim of a process that is gone.
    if round % 2 == 1 { try write(SweepClaim(process: gone), to: folder) }
    let taken = Mutex<[(claim: SweepClaim, losses: Int)]>([])
    let ended = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 16) { index in
      if case .taken(let claim, let losses)? = try? folder.claim(key) {
        taken.withLock { $0.append((claim, losses)) }
      }
      let result = SweepResult(key: key, state: .done, reason: "\(index)")
      if (try? folder.publish(result)) == true { ended.withLock { $0 += 1 } }
    }
    #expect(taken.withLock { $0.count } == 1)
    #expect(taken.withLock { $0.first?.losses } == round % 2)
    #expect(ended.withLock { $0 } == 1 && folder.results().count == 1)
    let claim = try #require(taken.withLock { $0.first?.claim })
    #expect(folder.holds(claim, key))
    folder.release(claim, of: key)
    #expect(folder.claimedKeys().isEmpty)
  }

  @Test("A claim of a living process stands, and one of another machine until its beats stand still")
  func watching() throws {
    let (temporary, folder) = try folder()
    defer { _ = temporary }
    try write(SweepClaim(), to: folder)
    guard case .held(let claim?) = try folder.claim(key, isGone: { _ in true }) else {
      Issue.record("a living process lost its run")
      return
    }
    #expect(claim.isAlive == true)
    let far = SweepClaim(process: ProcessIdentity(space: "another machine", pid: 1, birth: "1"))
    try write(far, to: folder)
    folder.beat(key, count: 1)
    #expect(far.isAlive == nil)
    var watch = ClaimWatch(patience: 90)
    func isGone(at now: Double) -> Bool { watch.isGone(key, far, beat: folder.beat(of: key), now: now) }
    #expect(!isGone(at: 1_000))
    // Whatever that machine's clock says, only time that passes here counts, and every beat begins it anew.
    #expect(!isGone(at: 1_089))
    folder.beat(key, count: 2)
    #expect(!isGone(at: 1_100))
    #expect(!isGone(at: 1_189))
    #expect(isGone(at: 1_190))
    let outcome = try folder.claim(key) { _ in true }
    guard case .taken(let own, let losses) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(losses == 1 && !folder.holds(far, key) && folder.beat(of: key) == nil)
    // The process that was taken for gone comes back, and gives up what is no longer its own.
    folder.release(far, of: key)
    #expect(folder.holds(own, key))
  }

  @Test("Half a file is none: damaged results and claims are moved away, and their runs made")
  func damage() throws {
    let (temporary, folder) = try folder()
    defer { _ = temporary }
    try Data("{\"key\":".utf8).write(to: URL(filePath: folder.resultPath(key)))
    #expect(folder.results().isEmpty && folder.result(key) == nil && folder.resultKeys() == [key])
    folder.discardDamagedResults()
    #expect(folder.resultKeys().isEmpty)
    #expect(try folder.publish(SweepResult(key: key, state: .done)))
    try Data().write(to: URL(filePath: folder.claimPath(key)))
    guard case .taken = try folder.claim(key) else {
      Issue.record("a damaged claim stands")
      return
    }
  }

  @Test("Trials are ranked by the mean of their seeds, those without a figure last")
  func ranking() throws {
    var jobs: [SweepJob] = []
    for trial in 0..<4 {
      for seed in UInt64(1)...2 {
        jobs.append(
          SweepJob(
            key: SweepJob.key(trial: trial, seed: seed), trial: trial, seed: seed, values: [:], options: [:]))
      }
    }
    func ranked(_ goal: SweepGoal) -> [Int] {
      let plan = SweepPlan(
        name: "s", task: "t", space: SweepSpace(dimensions: []), sampler: .grid, goal: goal,
        metricName: "accuracy",
        isBetterWhenLarger: true, fingerprint: "f", jobs: jobs)
      var results: [String: SweepResult] = [:]
      for (key, metric) in [
        ("00001-seed1", 0.5), ("00001-seed2", 0.7), ("00002-seed1", 0.9), ("00003-seed1", 0.7),
        ("00003-seed2", 0.8),
      ] {
        var result = SweepResult(key: key, state: .done)
        (result.metric, result.loss) = (metric, metric)
        results[key] = result
      }
      results["00004-seed1"] = SweepResult(key: "00004-seed1", state: .failed, reason: "r")
      return SweepRanking(plan, results).ranked.map(\.index)
    }
    #expect(ranked(.metric) == [2, 0, 1, 3])
    #expect(ranked(.loss) == [0, 2, 1, 3])
  }
}
