import Foundation
import Liquid
import TestSupport
import Testing

/// Files that a program must not believe.
@Suite struct StoredModelTests {
  @Test(arguments: [
    ("\"targets\":[", "\"targets\":[{\"column\":\"slow\",\"normalization\":{\"deviation\":1,\"mean\":0}},"),
    ("\"classes\":[]", "\"classes\":[\"a\",\"b\",\"c\"]"),
  ])
  func aSchemaThatDoesNotFitTheNetworkIsRefused(original: String, replacement: String) throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    let trained = try CommandRun(
      [
        "train", "waves.csv", "--no-run", "--quiet", "--model-out", "m.safetensors", "--window", "16",
        "--epochs", "1",
      ], in: folder)
    #expect(trained.status == 0, "\(trained.messages)")
    let url = URL(fileURLWithPath: folder.path("m.safetensors"))
    let file = try ModelFile.read([UInt8](try Data(contentsOf: url)))
    let schema = try #require(file.metadata["schema"])
    #expect(schema.contains(original))
    let changed = schema.replacingOccurrences(of: original, with: replacement)
    let metadata = file.metadata.filter { !$0.key.hasPrefix("lnn-top.") }.merging(["schema": changed]) { $1 }
    try Data(ModelFile.bytes(of: file.model, metadata: metadata)).write(to: url)
    let eval = try CommandRun(["eval", "m.safetensors", "waves.csv"], in: folder)
    #expect(eval.status == 1)
    #expect(!eval.message.contains("\n") && eval.message.contains("outputs"), "\(eval.message)")
  }

  @Test func aReaderThatLeavesEndsTheTrainingNotTheRun() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    let line =
      "'\(CommandRun.executable)' train waves.csv --window 16 \(DashboardRun.endless) --json --run a.lnnrun | head -n 1"
    try ChildProcess("/bin/sh", ["-c", line], in: folder.path).wait()
    let summary = try CommandRun(["runs", ".", "--json"], in: folder).objects().first
    #expect(summary?["state"] as? String == "stopped")
  }
}
