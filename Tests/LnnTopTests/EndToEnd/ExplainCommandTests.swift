import Foundation
import TestSupport
import Testing

@Suite("lnn-top explain")
struct ExplainCommandTests {
  private static let run = Result { try SampleRun.bytes("--window 16 --units 12 --epochs 20 --seed 7") }

  /// A folder with a run and its data.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(Self.run.get(), to: "a.lnnrun")
    try folder.writeWaves()
    return folder
  }

  private func object(_ words: [String], in folder: TemporaryFolder) throws -> [String: Any] {
    let run = try CommandRun(["explain", "a.lnnrun", "waves.csv"] + words + ["--json"], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    return try #require(run.objects().first)
  }

  @Test("finds the data that a run was trained on, and takes its validation part")
  func ownData() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    let train = try CommandRun(
      ["train", "waves.csv", "--units", "8", "--epochs", "2", "--headless", "--quiet", "--run", "b.lnnrun"],
      in: folder)
    #expect(train.status == 0, "\(train.messages)")
    let run = try CommandRun(["explain", "b.lnnrun", "--json"], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    #expect(try run.objects().first?["part"] as? String == "validation part")
    let lost = try CommandRun(["explain", "a.lnnrun"], in: self.folder())
    #expect(lost.status != 0 && lost.messages.contains("waves.csv"), "\(lost.messages)")
  }

  @Test("takes an answer apart into what adds up to it")
  func answer() throws {
    let folder = try folder()
    let answer = try #require(try object(["--at", "2:9"], in: folder)["answer"] as? [String: Any])
    let change = try #require(answer["answer"] as? Double) - (answer["baseline"] as? Double ?? 0)
    func sum(_ key: String) -> Double {
      (answer[key] as? [[String: Any]] ?? []).reduce(0) { $0 + ($1["part"] as? Double ?? .nan) }
    }
    let tolerance = 0.01 * max(change.magnitude, 0.05)
    #expect((sum("inputs") - change).magnitude < tolerance)
    #expect((sum("neurons") + sum("direct") - change).magnitude < tolerance)
    #expect(answer["sequence"] as? Int == 2 && answer["step"] as? Int == 9)
    let influence = try #require(answer["influence"] as? [[String: Any]])
    let lags = influence.map { ($0["by_lag"] as? [Double])?.count }
    #expect(lags == [9, 9])
  }

  @Test("ranks inputs and neurons, and with --effects synapses, the same for any number of threads")
  func effects() throws {
    let folder = try folder()
    let lists = try [["--threads", "1"], ["--threads", "3"]].map { words in
      try #require(try object(["--effects"] + words, in: folder)["effects"] as? [[String: Any]])
    }
    #expect(NSArray(array: lists[0]) == NSArray(array: lists[1]))
    let kinds = Set(lists[0].compactMap { $0["kind"] as? String })
    #expect(kinds == ["input", "neuron", "synapse"])
    let skills = lists[0].compactMap { ($0["skill"] as? [String: Double])?["mean"] }
    #expect(skills.count == lists[0].count && skills == skills.sorted(by: >))
  }

  @Test(
    "writes a circuit and a cut as models that eval takes", arguments: [["--circuit"], ["--cut", "fast"]])
  func pruned(_ words: [String]) throws {
    let folder = try folder()
    _ = try object(words + ["--model-out", "small.safetensors"], in: folder)
    let eval = try CommandRun(
      ["eval", "small.safetensors", "waves.csv", "--part", "validation", "--json"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
    let whole = try CommandRun(
      ["eval", "a.lnnrun", "waves.csv", "--part", "validation", "--json"], in: folder)
    #expect(try eval.objects().first?["loss"] as? Double != whole.objects().first?["loss"] as? Double)
  }

  @Test("gives rules, measures and matrices", arguments: ["text", "markdown"])
  func sections(_ format: String) throws {
    let folder = try folder()
    let run = try CommandRun(
      [
        "explain", "a.lnnrun", "waves.csv", "--trees", "--measures", "--matrices", "m.json", "--format",
        format,
      ], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    let title = format == "text" ? "RULES" : "## Rules"
    #expect(run.output.contains(title) && run.output.contains("path accuracy"), "\(run.output)")
    let matrices = try JSONSerialization.jsonObject(with: Data(folder.text("m.json").utf8)) as? [String: Any]
    #expect(matrices?["step_states"] != nil && matrices?["intrinsic"] != nil)
  }

  @Test(
    "says in a line what cannot be explained",
    arguments: [
      (["--at", "99"], "there is no sequence 99"), (["--at", "1:999"], "there is no step 999"),
      (["--at", "x"], "a sequence and a step from 1 on"),
      (["--output", "fast"], "there is no output 'fast'"),
      (["--cut", "nothing"], "nothing is called 'nothing'"), (["--model-out", "x"], "--circuit or --cut"),
      (["--keep", "0.5"], "--circuit"), (["--keep", "2", "--circuit"], "at most 1"),
    ])
  func mistakes(_ words: [String], _ message: String) throws {
    let run = try CommandRun(["explain", "a.lnnrun", "waves.csv"] + words, in: folder())
    #expect(run.status != 0 && run.messages.contains(message), "\(run.messages)")
    #expect(run.messages.split(separator: "\n").count <= 2, "\(run.messages)")
  }
}
