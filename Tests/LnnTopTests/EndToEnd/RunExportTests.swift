import Foundation
import TestSupport
import Testing

@Suite("lnn-top export of a run") struct RunExportTests {
  private static let run = Result { try SampleRun.bytes("--epochs 8 --units 8") }

  /// A folder with a recorded run in `a.lnnrun`.
  private func recorded() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    try folder.write(Self.run.get(), to: "a.lnnrun")
    return folder
  }

  private func export(_ arguments: [String], in folder: TemporaryFolder) throws -> CommandRun {
    try CommandRun(["export", "a.lnnrun"] + arguments, in: folder)
  }

  @Test("every format says where it went and may be written again") func again() throws {
    let folder = try recorded()
    let places = [
      "csv": "a-tables/traces.csv", "tensorboard": "tensorboard/a", "model": "a.safetensors",
      "asciicast": "a.cast", "onnx": "a.onnx",
    ]
    for (format, place) in places {
      for _ in 1...2 {
        let run = try export(["--format", format], in: folder)
        #expect(run.status == 0 && run.output.hasPrefix("written"), "\(format): \(run.messages)")
      }
      #expect(FileManager.default.fileExists(atPath: folder.path(place)), "\(format)")
    }
    let left = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path)
    #expect(!left.contains { $0.hasSuffix(".part") })
  }

  @Test("a model of a run is a model file, whichever checkpoint is asked for") func models() throws {
    let folder = try recorded()
    for choice in ["final", "best", "newest", "step:1000"] {
      let run = try export(["--format", "model", "-o", "m.safetensors", "--checkpoint", choice], in: folder)
      #expect(run.status == 0, "\(choice): \(run.messages)")
      #expect(try CommandRun(["eval", "m.safetensors", "waves.csv"], in: folder).status == 0)
    }
    let none = try CommandRun(
      ["export", "m.safetensors", "--format", "model", "--checkpoint", "best"], in: folder)
    #expect(none.status == 1 && none.message.contains("has no checkpoints"))
  }

  @Test("one table goes to stdout") func standardOutput() throws {
    let folder = try recorded()
    let scalars = try export(["--format", "csv", "--table", "scalars", "-o", "-"], in: folder)
    #expect(scalars.status == 0 && scalars.output.hasPrefix("step,epoch,elapsed,loss,"))
    func probes(_ arguments: [String]) throws -> Set<Substring> {
      let run = try export(["--format", "csv", "--table", "traces", "-o", "-"] + arguments, in: folder)
      return Set(run.output.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } })
    }
    #expect(try probes([]).count > 1)
    #expect(try probes(["--at", "1"]).count == 1)
  }

  @Test("a recording ends with the screen that a replay ends with") func recording() throws {
    let folder = try recorded()
    let run = try export(["--format", "asciicast", "--size", "100x30", "-o", "-"], in: folder)
    let cast = try #require(CastFile(run.output))
    #expect(cast.width == 100 && cast.height == 30)
    #expect(cast.times == cast.times.sorted() && cast.times.count > 2)
    let end = try CommandRun(["replay", "a.lnnrun", "--snapshot", "-", "--size", "100x30"], in: folder)
    #expect(cast.screen == end.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast())
    #expect(
      try export(["--format", "asciicast", "--size", "100x30", "-o", "-"], in: folder).output == run.output)
  }

  @Test("says in one line what is wrong and leaves other files alone") func mistakes() throws {
    let folder = try recorded()
    func failure(_ arguments: [String], status: Int32) throws -> String {
      let run = try export(arguments, in: folder)
      #expect(run.status == status && !run.message.contains("\n"), "\(arguments): \(run.messages)")
      return run.message
    }
    #expect(try failure(["--format", "csv", "-o", "waves.csv"], status: 1).contains("is a file already"))
    #expect(try failure(["--format", "asciicast", "-o", "waves.csv"], status: 1).contains("left alone"))
    #expect(try failure(["--format", "csv", "-o", "-"], status: 1).contains("--table"))
    #expect(try failure(["--table", "events"], status: 2).contains("--format ncps"))
    #expect(try failure(["--format", "csv", "--checkpoint", "best"], status: 2).contains("--format csv"))
    #expect(try failure(["--format", "model", "--fps", "3"], status: 2).contains("--format model"))
    #expect(try failure(["--format", "model", "--checkpoint", "last"], status: 2).contains("newest"))
    try folder.write("step,epoch\n", to: "torn.lnnrun")
    let torn = try CommandRun(["export", "torn.lnnrun", "--format", "csv"], in: folder)
    #expect(torn.status == 1 && torn.message.contains("not a run file"))
  }
}
