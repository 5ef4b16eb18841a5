import Foundation
import TestSupport
import Testing

/// `train --cache`: the same model as without, kept for later runs and for those that go on.
@Suite struct CacheCommandTests {
  private let table =
    "t,unit,x,kind,y\n"
    + (0..<240).map {
      "\($0),\($0 / 60),\(sin(Double($0) / 4)),\($0 % 3 == 0 ? "a" : "b"),\(cos(Double($0) / 4))\n"
    }
    .joined()

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(table, to: "d.csv")
    return folder
  }

  private func train(_ folder: TemporaryFolder, _ options: String) throws -> CommandRun {
    try CommandRun(
      ["train"] + options.split(separator: " ").map(String.init) + ["--quiet", "--units", "8"], in: folder)
  }

  private func model(_ folder: TemporaryFolder, _ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))
  }

  @Test(arguments: ["", "--targets y --time t --sequence unit", "--kind forecast --targets y --time t"])
  func theModelIsTheSame(options: String) throws {
    let folder = try folder()
    let plain = try train(folder, "d.csv \(options) --steps 12 --no-run --model-out a.safetensors")
    #expect(plain.status == 0, "\(plain.messages)")
    for name in ["b.safetensors", "c.safetensors"] {
      let cached = try train(folder, "d.csv \(options) --steps 12 --no-run --cache kept --model-out \(name)")
      #expect(cached.status == 0 && cached.messages == plain.messages, "\(cached.messages)")
      #expect(try model(folder, name) == model(folder, "a.safetensors"))
    }
  }

  @Test func aRunGoesOnFromItsCache() throws {
    let folder = try folder()
    let whole = try train(folder, "d.csv --targets y --steps 12 --run a.lnnrun --model-out a.safetensors")
    #expect(whole.status == 0, "\(whole.messages)")
    let half = try train(folder, "d.csv --targets y --steps 6 --run b.lnnrun --cache kept")
    #expect(half.status == 0, "\(half.messages)")
    // A cache that is not used would not be made again.
    try FileManager.default.removeItem(atPath: folder.path("kept"))
    let rest = try CommandRun(
      ["train", "--resume", "b.lnnrun", "--steps", "12", "--quiet", "--model-out", "b.safetensors"],
      in: folder)
    #expect(rest.status == 0, "\(rest.messages)")
    #expect(folder.contents.contains("kept"))
    #expect(try model(folder, "b.safetensors") == model(folder, "a.safetensors"))
  }

  @Test func aFolderThatCannotBeWrittenIsToldInOneLine() throws {
    let folder = try folder()
    try folder.write("a file", to: "kept")
    let run = try train(folder, "d.csv --targets y --steps 2 --no-run --cache kept")
    #expect(run.status != 0)
    #expect(run.messages.contains("kept: the cache cannot be written"), "\(run.messages)")
  }

  @Test func whatDoesNotGoWithACacheIsRefused() throws {
    let folder = try folder()
    for options in ["--sort-by-time --time t", "--resample 2 --time t", "--drop-rows 0.2", "--test-drop 0.5"]
    {
      let run = try train(folder, "d.csv --targets y --steps 2 --no-run --cache kept \(options)")
      #expect(
        run.status != 0 && run.messages.contains("does not go with a cache"), "\(options): \(run.messages)")
    }
  }
}
