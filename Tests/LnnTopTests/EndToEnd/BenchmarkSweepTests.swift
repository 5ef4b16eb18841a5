import Foundation
import RunStore
import Sweeps
import TestSupport
import Testing

/// The runs of `lnn-top benchmark` as a sweep in its folder.
@Suite("A benchmark as a sweep")
struct BenchmarkSweepTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeWaves()
  }

  private static let small = "--epochs 2 --window 16 --units 8 --jobs 2"

  private func run(_ line: String, status: Int32 = 0) throws -> CommandRun {
    let run = try CommandRun(words(line), in: folder)
    #expect(run.status == status, "\(line): \(run.messages)")
    return run
  }

  private func benchmark(_ line: String, status: Int32 = 0) throws -> CommandRun {
    try run("benchmark waves.csv \(Self.small) \(line)", status: status)
  }

  private var sweep: SweepFolder { SweepFolder(path: folder.path("out")) }

  /// What a report says of each run but for its time.
  private func figures(_ run: CommandRun) throws -> [[String: String]] {
    let runs = try #require(try run.objects().first?["runs"] as? [[String: Any]])
    return runs.map { run in
      run.filter { !["seconds", "path"].contains($0.key) }.mapValues { "\($0)" }
    }
  }

  @Test("is shown and listed, has tags of its own, and is replaced by one with other networks and seeds")
  func listed() throws {
    _ = try benchmark("--models lstm,gru --seeds 1 --out out")
    let table = try run("sweep table out")
    #expect(table.output.contains("NETWORK") && table.output.contains("2 trials by mae"), "\(table.output)")
    #expect(try run("sweep show out --headless").output == table.output)
    #expect(try run("sweep best out").output.contains("lnn-top train"))
    let first = try sweep.plan()
    #expect(first.jobs.map(\.key) == ["lstm-seed1", "gru-seed1"])
    let more = try benchmark("--models gru,cfc --seeds 2 --out out")
    #expect(more.messages.contains("4 runs in out: 1 finished before, 0 to go on with"), "\(more.messages)")
    #expect(more.messages.contains("[2/4] ") && more.messages.contains("[4/4] "))
    let second = try sweep.plan()
    #expect(second.jobs.map(\.key) == ["gru-seed1", "cfc-seed1", "gru-seed2", "cfc-seed2"])
    #expect(second.jobs.map(\.trial) == [0, 1, 0, 1])
    for job in second.jobs {
      let tags = try RunLabels.list(path: sweep.runPath(job.key)).map(\.text)
      #expect(tags == ["benchmark", job.values["network"], "seed-\(job.seed)"])
    }
  }

  @Test("takes up a folder without a plan, and believes no result whose run is gone")
  func takenUp() throws {
    let line = "--models lstm,gru --seeds 1 --out out --json"
    let first = try benchmark(line)
    for name in ["sweep.json", "results", "claims", "logs"] {
      try FileManager.default.removeItem(atPath: folder.path("out/\(name)"))
    }
    let again = try benchmark(line)
    #expect(again.messages.contains("2 finished before") && again.output == first.output)
    #expect(sweep.resultKeys() == ["lstm-seed1", "gru-seed1"])
    try FileManager.default.removeItem(atPath: sweep.runPath("gru-seed1"))
    let third = try benchmark(line)
    #expect(third.messages.contains("1 finished before") && third.messages.contains("[2/2] gru seed 1: done"))
    #expect(try figures(third) == figures(first))
  }

  @Test("a process that is killed takes no other run with it, and the results are the same")
  func killed() throws {
    let line = "--models lstm,gru --seeds 1 --json"
    let whole = try benchmark(line + " --out whole")
    let messages = folder.path("messages")
    let gate = try Gate(afterStep: 13, in: folder)
    let process = try CommandRun.start(
      ["benchmark", "waves.csv"] + words("\(Self.small) \(line) --out out"), in: folder,
      environment: gate.environment, output: folder.path("output"), messages: messages)
    #expect(gate.waitUntilReached(by: process))
    let keys = ["lstm-seed1", "gru-seed1"]
    #expect(waitUntil { keys.allSatisfy { lastStep(of: $0) == 13 } }, "both wait after a step")
    let victim = try #require(sweep.readClaim(keys[0]))
    #expect(kill(pid_t(victim.pid), SIGKILL) == 0)
    // Another process takes the run over; the other one's has not moved.
    #expect(waitUntil { sweep.readClaim(keys[0]).map { $0 != victim } ?? false })
    #expect(lastStep(of: keys[1]) == 13 && sweep.resultKeys() == [])
    // Who comes to the gate from now on goes through.
    let path = try #require(gate.environment["LNN_TOP_GATE"]?.split(separator: ":").last.map(String.init))
    try FileManager.default.removeItem(atPath: path)
    try Data().write(to: URL(filePath: path))
    gate.open()
    #expect(process.wait() == 0)
    let said = try String(contentsOfFile: messages, encoding: .utf8)
    #expect(said.contains("[1/2] ") && said.contains("[2/2] "), "\(said)")
    let report = CommandRun(
      status: 0, output: try String(contentsOfFile: folder.path("output"), encoding: .utf8), messages: said)
    #expect(try figures(report) == figures(whole))
  }

  private func lastStep(of key: String) -> Int? {
    (try? RunReader(path: sweep.runPath(key)).scalars().last?.step) ?? nil
  }

  @Test("trains each turn of what is held out on its own data")
  func heldOut() throws {
    let rows = (0..<96).map { "\($0 % 3 == 0 ? "a" : "b"),\($0 % 24),p\($0 / 24),\($0 % 7)\n" }
    try folder.write("label,time,patient,x\n" + rows.joined(), to: "t.csv")
    let made = try run(
      "benchmark t.csv --hold-out patient --sequence patient --time time --targets label --models gru,cfc --seeds 1"
        + " --epochs 1 --units 4 --jobs 2 --out out")
    for turn in 1...4 { #expect(made.messages.contains("\(turn) of 4: patient p\(turn - 1) held out")) }
    let plan = try sweep.plan()
    #expect(plan.jobs.map(\.trial) == Array(0..<8))
    #expect(plan.jobs[2].values == ["network": "gru", "hold-out": "p1"])
    let prints = try plan.jobs.map { try RunReader(path: sweep.runPath($0.key)).fingerprint }
    #expect(Set(prints).count == 4 && prints[0] == plan.fingerprint)
    #expect(try run("sweep table out").output.contains("HOLD-OUT"))
  }

  @Test("leaves the folder of a sweep alone, and names a run that cannot be trained")
  func mistakes() throws {
    try folder.write(
      "task: waves.csv\ntraining: {epochs: 1, window: 16, model: cfc}\nspace: {units: [6]}\n", to: "s.yaml")
    _ = try run("sweep s.yaml --out out")
    let refused = try benchmark("--models lstm --seeds 1 --out out", status: 1)
    #expect(
      refused.messages.contains("out holds a sweep; --out chooses another folder"), "\(refused.messages)")
    let piped = try CommandRun(
      words("benchmark - --models lstm --seeds 1 --out piped"), in: folder, input: Data("x,y\n1,2\n".utf8))
    #expect(piped.status == 1 && piped.message.contains("put them into a file"), "\(piped.messages)")
    #expect(!piped.message.contains("\n"))
    let odd = try benchmark("--models lstm --seeds 2 --rate-factors sgima=0 --out odd -q", status: 1)
    #expect(odd.message.hasPrefix("lnn-top: lstm seed ") && odd.message.contains("sgima"), "\(odd.messages)")
    #expect(!odd.message.contains("\n") && odd.output == "")
  }
}
