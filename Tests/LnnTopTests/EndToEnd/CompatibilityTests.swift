import Foundation
import Liquid
import LnnTop
import RunStore
import Telemetry
import TestSupport
import Testing

/// Files that version 0.1.0 made: they open, replay, resume and evaluate as they did there.
///
/// `Tests/Fixtures/make_compatibility.py` made them, and noted what that version made of them. Numbers are compared with
/// a margin: on a CPU with other vectors sums are rounded differently.
@Suite struct CompatibilityTests {
  private let folder: TemporaryFolder
  private let expected: [String: Any]

  init() throws {
    folder = try TemporaryFolder()
    let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Fixtures/compatibility").standardized
    for name in try FileManager.default.contentsOfDirectory(atPath: fixtures.path) {
      try FileManager.default.copyItem(
        at: fixtures.appendingPathComponent(name), to: folder.url.appendingPathComponent(name))
    }
    let json = try Data(contentsOf: fixtures.appendingPathComponent("expected.json"))
    expected = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
  }

  private func run(_ line: String) throws -> CommandRun {
    let run = try CommandRun(line.split(separator: " ").map(String.init), in: folder)
    #expect(run.status == 0, "\(line): \(run.messages)")
    return run
  }

  /// Whether two JSON objects have the same numbers, but for times and what depends on them.
  private func expectSame(_ found: [String: Any]?, _ wanted: Any?, in what: String) throws {
    let found = try #require(found)
    let wanted = try #require(wanted as? [String: Any])
    for (key, value) in wanted where !["elapsed_s", "sequences_per_s"].contains(key) {
      guard let number = value as? Double else { continue }
      let other = try #require(found[key] as? Double, "\(what) has no \(key)")
      #expect(
        abs(other - number) <= 1e-4 * max(1, abs(number)), "\(key) of \(what): \(other), once \(number)")
    }
  }

  @Test(arguments: ["ltc", "cfc", "lstm", "ctrnn", "node", "ctgru"])
  func modelFilesOfEachCellEvaluateAsBefore(cell: String) throws {
    let evaluated = try run("eval \(cell).safetensors waves.csv --json").objects().last
    try expectSame(evaluated, (expected["eval"] as? [String: Any])?[cell], in: cell)
  }

  @Test func aTaskFileIsReadAsBefore() throws {
    let checked = try run("task check waves.yaml --json").objects().last
    #expect(checked != nil)
    _ = try run("train waves.yaml --no-run --quiet --threads 1 --model-out now.safetensors")
    let evaluated = try run("eval task.safetensors waves.yaml --json").objects().last
    try expectSame(evaluated, expected["task"], in: "task")
    // A model file of this version knows which rows it was trained on.
    let now = try run("eval now.safetensors waves.yaml --json").objects().last
    #expect(now?["part"] as? String == "test")
    try expectSameModel("now.safetensors", "task.safetensors")
  }

  @Test(arguments: ["finished.lnnrun", "interrupted.lnnrun"])
  func recordedRunsReplayAsBefore(name: String) throws {
    let reader = try RunReader(path: folder.path(name))
    let frames = try reader.frames().map { try reader.frame($0) }
    #expect(!frames.isEmpty && reader.damage == nil)
    // What is called hold-last now was drop.
    #expect(frames.last?.perturbations.map(\.kind) == [.holdLast])
    try expectSame(try run("replay \(name) --json").objects().last, expected[name], in: name)
    let screen = try run("replay \(name) --snapshot - --format text --view inputs").output
    #expect(screen.contains("slow"))
    #expect(try run("runs .").output.contains("waves"))
  }

  @Test func aStoppedRunIsResumedToTheSameModel() throws {
    _ = try run(
      "train waves.csv --resume interrupted.lnnrun --headless --quiet --model-out now.safetensors")
    try expectSameModel("now.safetensors", "resumed.safetensors")
    let replayed = try run("replay interrupted.lnnrun --json").objects().last
    try expectSame(replayed, expected["resumed.lnnrun"], in: "the resumed run")
    let reader = try RunReader(path: folder.path("interrupted.lnnrun"))
    #expect(reader.events().contains { $0.kind == .note && $0.detail == "seen" })
  }

  private func expectSameModel(_ found: String, _ wanted: String) throws {
    let models = try [found, wanted].map { name in
      try ModelFile.read([UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path(name))))).model
    }
    #expect(models[0].parameters.count == models[1].parameters.count)
    let differences = zip(models[0].parameters, models[1].parameters).map { abs($0 - $1) }
    #expect(differences.allSatisfy { $0 < 1e-4 }, "\(found): \(differences.max() ?? 0)")
  }
}
