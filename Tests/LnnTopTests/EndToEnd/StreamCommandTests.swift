import Foundation
import Glibc
import Liquid
import LiquidTraining
import RunStore
import Telemetry
import TestSupport
import Testing

/// `lnn-top stream`, with the real program.
@Suite struct StreamCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Rows whose target follows an input late; every third class is rare.
  private static func rows(_ range: Range<Int>) -> String {
    range.map { row in
      let a = sin(Double(row) / 9)
      let y = 0.6 * sin(Double(row - 2) / 9) + 0.1 * sin(Double(row) * 1.7)
      return "\(Double(row) * 0.5),\(a),\(y > 0 ? "up" : "down"),\(y)\n"
    }.joined()
  }

  private static let header = "t,a,side,y\n"

  private func run(_ line: String, input: Data? = nil) throws -> CommandRun {
    try CommandRun(["stream"] + line.split(separator: " ").map(String.init), in: folder, input: input)
  }

  private func number(_ object: [String: Any]?, _ key: String) throws -> Double {
    try #require((object?[key] as? NSNumber)?.doubleValue, "\(key)")
  }

  @Test func theLastLineOfJSONHasTheFiguresOfTheWholeStream() throws {
    try folder.write(Self.header + Self.rows(0..<600), to: "a.csv")
    let run = try run("a.csv --time t --targets side --inputs a --headless --json --no-run")
    #expect(run.status == 0, "\(run.messages)")
    let last = try run.objects().last
    for key in ["accuracy", "no_change_accuracy", "kappa", "kappa_temporal", "rows_per_s", "alarms"] {
      _ = try number(last, key)
    }
    #expect(try number(last, "rows") == 600 && number(last, "judged") == 599)
    #expect(try number(last, "accuracy") > 0.8)
    #expect(last?["state"] as? String == "done")
  }

  @Test func pipedLinesAreAnsweredOnePredictionALine() throws {
    let text = Self.header + Self.rows(0..<120) + "this,is,broken\n" + Self.rows(120..<130)
    let run = try run("- --time t --inputs a --targets y --predictions - --no-run", input: Data(text.utf8))
    #expect(run.status == 0, "\(run.messages)")
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 131 && lines[0] == "row,arrival,predicted y")
    #expect(lines.last?.hasPrefix("130,") == true)
    for line in lines.dropFirst() {
      let arrival = try #require(Double(line.split(separator: ",")[1]))
      #expect((Date().timeIntervalSince1970 - arrival).magnitude < 3600)
    }
    #expect(run.messages.contains("line 122 is left out"))
  }

  @Test(arguments: ["rtrl", "replay --replay-share 0.4 --label-delay 2 --forget 0.01"])
  func aStreamThatIsKilledAndResumedComesToTheSameBits(learn: String) throws {
    try folder.write(Self.header + Self.rows(0..<900), to: "whole.csv")
    let options =
      "--time t --inputs a --targets y --drift page-hinkley --on-drift boost --headless --quiet --learn \(learn)"
    let whole = try run("whole.csv \(options) --run whole.lnnrun --model-out whole.st")
    #expect(whole.status == 0, "\(whole.messages)")
    for (part, cut) in [23, 250, 700].enumerated() {
      let path = try folder.write(Self.header + Self.rows(0..<cut), to: "part\(part).csv")
      let name = "part\(part).lnnrun"
      let first = try CommandRun.start(
        ["stream", path, "--follow"] + options.split(separator: " ").map(String.init) + ["--run", name],
        in: folder)
      let isSaved = waitUntil {
        guard let reader = try? RunReader(path: folder.path(name)) else { return false }
        return reader.newestResumable().map { $0.checkpoint.step > 0 } ?? false
      }
      #expect(isSaved)
      #expect(first.end(by: SIGKILL) == 128 + SIGKILL)
      try folder.write(Self.header + Self.rows(0..<900), to: "part\(part).csv")
      let second = try run("\(path) --resume \(name) --headless --quiet --model-out part.st")
      #expect(second.status == 0, "\(second.messages)")
      let other = try run("\(path) --resume \(name) --headless --quiet --learn snap-1")
      #expect(other.message.contains("--learn snap-1") && other.message.contains("recorded with --learn"))
      let models = try ["whole.st", "part.st"].map {
        try ModelFile.read(contentsOf: URL(fileURLWithPath: folder.path($0))).model.parameters
      }
      #expect(models[0] == models[1])
      guard case .finished(let outcome) = try RunReader(path: folder.path(name)).state else {
        Issue.record("the run has no outcome")
        continue
      }
      #expect(outcome.steps == 900)
    }
  }

  @Test(
    "each mistake is one clear line",
    arguments: [
      ("missing.csv", "missing.csv"), ("tcp://localhost:1", "localhost"), ("http://a/b", "is no source"),
      ("mqtt://localhost:1/a", "localhost"), ("serial:/dev/nothing", "/dev/nothing"),
      ("tcp://no-such-host.invalid:9", "no-such-host.invalid"), ("empty.csv", "without a row"),
      ("a.csv --targets yy", "did you mean 'y'"), ("a.csv --targets side --kind regression", "such as"),
      ("a.csv --follow --rate 5", "--rate"), ("a.csv --learn magic", "--learn"),
      ("a.csv --replay-share 0.5", "--learn replay"), ("a.csv --learn replay --replay-share 0", "above 0"),
      ("a.csv --targets y,y", "named twice"),
      ("a.csv --time t --targets t --horizon 0", "the time of the rows"),
      ("a.csv --forget 1", "below 1"), ("a.csv --optimizer sgd --forget 0.1", "--momentum"),
    ])
  func mistakes(line: String, words: String) throws {
    try folder.write(Self.header + Self.rows(0..<30), to: "a.csv")
    try folder.write("", to: "empty.csv")
    let run = try run(line + " --headless --quiet --no-run")
    #expect(run.status != 0)
    let message = run.message
    #expect(message.contains(words) && message.split(separator: "\n").count <= 2, "\(message)")
    #expect(!message.contains("Error("), "\(message)")
  }

  @Test func otherCommandsSayThatARunIsOfAStream() throws {
    try folder.write(Self.header + Self.rows(0..<60), to: "a.csv")
    let stream = try run(
      "a.csv --time t --inputs a --targets y --headless --run r.lnnrun --model-out m.safetensors")
    #expect(stream.status == 0, "\(stream.messages)")
    for line in [
      "train --resume r.lnnrun --headless", "train --resume r.lnnrun --epochs 3 --headless",
      "eval r.lnnrun a.csv", "eval m.safetensors a.csv --targets y",
      "stream a.csv --init r.lnnrun --headless",
    ] {
      let other = try CommandRun(line.split(separator: " ").map(String.init), in: folder)
      #expect(other.status == 1, "\(line)")
      #expect(other.messages.contains("lnn-top stream --resume"), "\(line): \(other.messages)")
    }
  }

  @Test func aTargetThatNeverComesIsTold() throws {
    let rows = (0..<50).map { "\($0),\n" }.joined()
    try folder.write("a,y\n" + rows, to: "a.csv")
    let run = try run("a.csv --targets y --headless --no-run")
    #expect(run.messages.contains("no target came"), "\(run.messages)")
  }

  @Test(
    "the live screen goes from LIVE over STALE to ENDED",
    .enabled(if: TmuxTerminal.isAvailable, "tmux is not installed"), arguments: [(120, 40), (80, 24)])
  func screen(columns: Int, rows: Int) throws {
    let pipe = folder.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let dashboard = try DashboardRun(
      arguments: "stream '\(pipe)' --time t --inputs a --targets y --run '\(folder.path("live.lnnrun"))'",
      columns: columns, rows: rows)
    let terminal = dashboard.terminal
    let writer = try #require(FileHandle(forWritingAtPath: pipe))
    try writer.write(contentsOf: Data((Self.header + Self.rows(0..<40)).utf8))
    // Nothing more comes.
    try terminal.wait(for: "STALE")
    try writer.write(contentsOf: Data(Self.rows(40..<80).utf8))
    try terminal.wait(until: "80 rows") { $0.contains("row 80") }
    try terminal.press("L")
    try terminal.wait(for: "NOT LEARNING")
    try terminal.press("Space")
    try terminal.wait(for: "PAUSED")
    try terminal.press("Space")
    try terminal.press("2")
    try terminal.wait(for: "unit 11")
    try terminal.press("x")
    try terminal.wait(for: "1 held")
    try writer.close()
    try terminal.wait(for: "ENDED")
    try terminal.press("q")
    #expect(try dashboard.run.finish(status: 0).changes == [])
    guard case .finished(let outcome) = try RunReader(path: folder.path("live.lnnrun")).state else {
      Issue.record("the run has no outcome")
      return
    }
    #expect(outcome.steps == 80)
  }
}
