import DeviceCode
import Foundation
import TestSupport
import Testing

/// Recordings, and groups that are held out, with the real program.
@Suite struct SoundCommandTests {
  /// Two tones of four speakers, who differ in loudness, eight times each.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (loudness, speaker) in ["ada", "bob", "cid", "dee"].enumerated() {
      for (tone, hertz) in [("low", 440.0), ("high", 1760.0)] {
        for index in 0..<8 {
          let samples = (0..<1600).map { place in
            Float(0.2 * Double(loudness + 1) * sin(2 * .pi * hertz * Double(place + 31 * index) / 8000))
          }
          try folder.write(WaveFile.bytes(samples), to: "\(tone)_\(speaker)_\(index).wav")
        }
      }
    }
    return folder
  }

  private let words = [
    "*.wav", "--names", "{tone}_{speaker}_{index}.wav", "--targets", "tone", "--target-steps", "last",
    "--sound", "bands=12,normalization=mean", "--model", "gru", "--units", "8", "--epochs", "8",
  ]

  @Test("Recordings are learnt from, and a speaker that was held out is answered")
  func training() throws {
    let folder = try folder()
    let run = try CommandRun(
      ["train"] + words + ["--hold-out", "speaker=cid", "--headless", "--json", "--run", "a.lnnrun"],
      in: folder)
    #expect(run.status == 0, "\(run.messages)")
    #expect(
      run.messages.contains("16 sequences") || run.messages.contains("/16 sequences"), "\(run.messages)")
    let eval = try CommandRun(["eval", "a.lnnrun", "*_bob_0.wav", "--json"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
    let answer = try #require(try eval.objects().first)
    #expect(answer["sequences"] as? Int == 2 && answer["metric"] as? String == "accuracy")
    // A recording that nobody labelled is answered on the screen, and in one line of a file.
    let recording = try Data(contentsOf: URL(filePath: folder.path("low_bob_0.wav")))
    try folder.write([UInt8](recording), to: "new.wav")
    let new = try CommandRun(["eval", "a.lnnrun", "new.wav", "--predictions", "p.csv"], in: folder)
    #expect(new.status == 0 && new.output.contains("answer "), "\(new)")
    #expect(!new.messages.contains("have no answer"))
    let lines = try String(contentsOfFile: folder.path("p.csv"), encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 2, "\(lines)")
  }

  @Test("An export says which features of recordings go in")
  func exports() throws {
    let folder = try folder()
    let run = try CommandRun(
      ["train"] + words.dropLast() + ["1", "--headless", "--run", "a.lnnrun"], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    for (format, output) in [("c", "code"), ("onnx", "a.onnx")] {
      let export = try CommandRun(
        ["export", "a.lnnrun", "--format", format, "-o", output, "--json"], in: folder)
      #expect(export.status == 0, "\(export.messages)")
      let recipe = try #require(try export.objects().first?["recipe"] as? [String])
      #expect(
        recipe[0] == "Each step is a frame of a recording, one every 0.01 s: 12 log-mel bands.", "\(recipe)")
      #expect(recipe.contains { $0.contains("8000 samples a second") })
      #expect(recipe.last == "The answer is that of the last step.")
      guard format == "c" else {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path(output))))
        let model = try #require(ONNXModel.read(bytes)?.model)
        let property = try #require(model.properties.first { $0.key == "recipe" })
        #expect(try JSONDecoder().decode([String].self, from: Data(property.value.utf8)) == recipe)
        #expect(recipe.allSatisfy { model.description.contains($0) })
        continue
      }
      let readme = try folder.text("code/README.md")
      #expect(recipe.allSatisfy { readme.contains("\n* \($0)\n") }, "\(readme)")
      #expect(try folder.text("code/net.h").contains("12 log-mel bands"))
    }
    let said = try CommandRun(["export", "a.lnnrun", "--format", "c", "-o", "code"], in: folder)
    #expect(said.output.contains("feed in        Each step is a frame of a recording"), "\(said.output)")
  }

  @Test("Each speaker is held out in turn, and the mean is over them")
  func turns() throws {
    let folder = try folder()
    let run = try CommandRun(
      ["benchmark"] + words.dropLast(6) + [
        "--models", "gru", "--units", "8", "--epochs", "6", "--seeds", "2", "--hold-out", "speaker", "--out",
        "b",
        "--format", "json",
      ], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    #expect(run.messages.contains("lnn-top: 8 runs in b\n"), "\(run.messages)")
    #expect(run.messages.contains("lnn-top: 2 of 4: speaker bob held out\n"))
    // Runs are made side by side: whose ends last is left open.
    #expect(run.messages.contains("lnn-top: [8/8] gru on speaker "))
    #expect(run.messages.contains(" gru on speaker dee seed 2"))
    let report = try #require(try run.objects().first)
    let folds = try #require(report["folds"] as? [[String: Any]])
    #expect(folds.map { $0["values"] as? [String] } == [["ada"], ["bob"], ["cid"], ["dee"]])
    #expect(
      folds.allSatisfy {
        ($0["sequences"] as? [Int])?.last == 16 && ($0["sequences"] as? [Int])?.reduce(0, +) == 64
      })
    #expect((report["runs"] as? [Any])?.count == 8)
    let means = folds.compactMap {
      (($0["models"] as? [String: Any])?["gru"] as? [String: Any])?["mean"] as? Double
    }
    let model = try #require((report["models"] as? [[String: Any]])?.first)
    let mean = try #require((model["metric"] as? [String: Any])?["mean"] as? Double)
    #expect(means.count == 4 && (mean - means.reduce(0, +) / 4).magnitude < 1e-9)
  }

  @Test("A speaker who cannot be held out is told before the first run")
  func early() throws {
    let folder = try folder()
    let run = try CommandRun(
      ["benchmark"] + words.dropLast(6) + [
        "--models", "gru", "--hold-out", "speaker", "--validate-on", "speaker=cid", "--out", "b",
      ], in: folder)
    #expect(run.status == 1)
    #expect(run.messages.contains("with speaker cid held out: "), "\(run.messages)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("b")) == [])
  }

  @Test(
    "A mistake is one line",
    arguments: [
      (["--hold-out", "speaker=eve"], "no row has the value 'eve'"),
      (["--hold-out", "singer=bob"], "singer"),
      (["--sound", "bands=0"], "bands"), (["--sound", "pitch=3"], "is no word for sound"),
    ])
  func mistakes(said: [String], message: String) throws {
    let run = try CommandRun(["train"] + words + said + ["--headless", "--no-run"], in: folder())
    #expect(run.status != 0)
    #expect(run.messages.contains(message), "\(run.messages)")
  }
}
