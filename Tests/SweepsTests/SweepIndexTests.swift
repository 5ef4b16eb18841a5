import Dispatch
import Foundation
import RunStore
import Sweeps
import TestSupport
import Testing

@Suite struct SweepIndexTests {
  private func begun(_ temporary: TemporaryFolder, runs: Int) throws -> (SweepFolder, SweepPlan) {
    let folder = SweepFolder(path: temporary.path("sweep"))
    let space = SweepSpace(dimensions: [SweepDimension(name: "units", values: .choices(["8", "16"]))])
    let jobs = (0..<runs).map {
      SweepJob(
        key: SweepJob.key(trial: $0, seed: 1), trial: $0, seed: 1, values: ["units": "8"], options: [:])
    }
    let plan = SweepPlan(
      name: "s", task: "t", space: space, sampler: .random, goal: .metric, metricName: "accuracy",
      isBetterWhenLarger: true, fingerprint: "f", jobs: jobs)
    try folder.begin(plan)
    return (folder, plan)
  }

  private func result(_ key: String, _ metric: Double?) -> SweepResult {
    var result = SweepResult(
      key: key, state: metric == nil ? .failed : .done, reason: metric == nil ? "it's \"so\"" : nil)
    (result.metric, result.loss, result.parameters, result.seconds) = (metric, metric.map { 1 - $0 }, 12, 3.5)
    return result
  }

  @Test("It holds what the results say, and other tools can ask it")
  func holds() throws {
    let temporary = try TemporaryFolder()
    let (folder, plan) = try begun(temporary, runs: 40)
    for (index, job) in plan.jobs.enumerated() where index % 3 != 0 {
      try folder.publish(result(job.key, index % 5 == 0 ? nil : Double(index) / 40))
    }
    var index = SweepIndex(folder)
    #expect(index.results.isEmpty)
    let (first, second) = (index.refresh(), index.refresh())
    #expect(first && !second)
    #expect(index.results == folder.results())
    index.write(plan)
    #expect(SweepIndex(folder).results == folder.results())
    let database = try Database(path: folder.indexPath, mode: .readOnly)
    #expect(try database.integer("SELECT count(*) FROM runs WHERE state = 'done'", doing: "asking") == 21)
    #expect(try database.text("SELECT options FROM runs LIMIT 1", doing: "asking") == "{\"units\":\"8\"}")
    #expect(try database.integer("SELECT max(trial) FROM runs", doing: "asking") == 39)
  }

  @Test("What came later is added, what was deleted is gone, and nothing is left beside it")
  func changes() throws {
    let temporary = try TemporaryFolder()
    let (folder, plan) = try begun(temporary, runs: 4)
    for job in plan.jobs.prefix(2) { try folder.publish(result(job.key, 0.5)) }
    var index = SweepIndex(folder)
    index.refresh()
    index.write(plan)
    try folder.publish(result(plan.jobs[3].key, 0.75))
    try FileManager.default.removeItem(atPath: folder.resultPath(plan.jobs[0].key))
    var later = SweepIndex(folder)
    let hasNews = later.refresh()
    #expect(hasNews && later.results == folder.results() && later.results.count == 2)
    later.write(plan)
    #expect(SweepIndex(folder).results == folder.results())
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.filter { $0.hasPrefix("index") } == ["index.sqlite"])
  }

  @Test(
    "One that is damaged, of another version or no database is passed over and written anew", arguments: 0..<4
  )
  func damaged(kind: Int) throws {
    let temporary = try TemporaryFolder()
    let (folder, plan) = try begun(temporary, runs: 3)
    for job in plan.jobs { try folder.publish(result(job.key, 0.5)) }
    var index = SweepIndex(folder)
    index.refresh()
    index.write(plan)
    let whole = try Data(contentsOf: URL(filePath: folder.indexPath))
    switch kind {
    case 0: try Data("no database at all".utf8).write(to: URL(filePath: folder.indexPath))
    case 1: try whole.prefix(whole.count / 2).write(to: URL(filePath: folder.indexPath))
    case 2: try Data().write(to: URL(filePath: folder.indexPath))
    default:
      let database = try Database(path: folder.indexPath, mode: .readWrite)
      try database.execute("PRAGMA user_version = 99", doing: "changing")
    }
    var other = SweepIndex(folder)
    other.refresh()
    #expect(other.results == folder.results())
    other.write(plan)
    #expect(SweepIndex(folder).results == folder.results())
  }

  @Test("Many writers and readers at once see whole files alone")
  func atOnce() throws {
    let temporary = try TemporaryFolder()
    let (folder, plan) = try begun(temporary, runs: 60)
    DispatchQueue.concurrentPerform(iterations: 60) { number in
      _ = try? folder.publish(result(plan.jobs[number].key, 0.5))
      var index = SweepIndex(folder)
      index.refresh()
      index.write(plan)
    }
    let (known, all) = (SweepIndex(folder).results, folder.results())
    #expect(all.count == 60 && known.allSatisfy { all[$0.key] == $0.value } && !known.isEmpty)
  }

  @Test(
    "A folder that cannot be written goes without one",
    .enabled(if: getuid() != 0, "the superuser can write anywhere"))
  func readOnly() throws {
    let temporary = try TemporaryFolder()
    let (folder, plan) = try begun(temporary, runs: 2)
    try folder.publish(result(plan.jobs[0].key, 0.5))
    chmod(folder.path, 0o555)
    defer { chmod(folder.path, 0o755) }
    var index = SweepIndex(folder)
    index.refresh()
    index.write(plan)
    #expect(index.results.count == 1 && !FileManager.default.fileExists(atPath: folder.indexPath))
  }

  @Test("A result that was deleted and made again while nobody looked is the new one")
  func madeAgain() throws {
    let temporary = try TemporaryFolder()
    let (folder, plan) = try begun(temporary, runs: 3)
    for job in plan.jobs { try folder.publish(result(job.key, 0.5)) }
    var index = SweepIndex(folder)
    index.refresh()
    index.write(plan)
    let key = plan.jobs[1].key
    try FileManager.default.removeItem(atPath: folder.resultPath(key))
    try folder.publish(result(key, 0.25))
    var later = SweepIndex(folder)
    let hasNews = later.refresh()
    #expect(hasNews && later.results[key]?.metric == 0.25)
    later.write(plan)
    #expect(SweepIndex(folder).results == folder.results())
  }
}
