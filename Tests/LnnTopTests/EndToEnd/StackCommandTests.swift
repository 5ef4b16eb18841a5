import Foundation
import Liquid
import LiquidData
import RunStore
import TestSupport
import Testing

/// Networks of several layers, with the real program.
@Suite struct StackCommandTests {
  private let short = ["--window", "16", "--epochs", "2", "--headless", "--threads", "2"]

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    return folder
  }

  @Test("Layers are trained, recorded in groups, resumed, evaluated and exported")
  func run() throws {
    let folder = try folder()
    let network = [
      "--layers", "2", "--units", "9,6", "--wiring", "full", "--readout", "dense", "--layer-norm",
      "--residual",
      "--dropout", "0.2", "--input-dropout", "0.1", "--pooling", "attention",
    ]
    let run = try CommandRun(["train", "waves.csv", "--run", "a.lnnrun"] + network + short, in: folder)
    #expect(run.status == 0, "\(run.messages)")
    let description = try RunReader(path: folder.path("a.lnnrun")).description
    #expect(
      description.model.neurons.map(\.layer) == Array(repeating: "L2", count: 6)
        + Array(repeating: "L1", count: 9))
    #expect(description.model.neurons[6].name == "L1 #0")
    #expect(description.model.wiring == "2-layer full" && description.configuration["units"] == "9,6")
    // Every neuron of the second layer sees all of the first, and none of the first sees the second.
    let between = description.model.synapses.filter { !$0.isSensory && $0.source >= 6 && $0.target < 6 }
    #expect(between.count == 9 * 6)
    #expect(!description.model.synapses.contains { !$0.isSensory && $0.source < 6 && $0.target >= 6 })

    let more = [
      "train", "--resume", "a.lnnrun", "--epochs", "3", "--headless", "--model-out", "m.safetensors",
    ]
    let resumed = try CommandRun(more, in: folder)
    #expect(resumed.status == 0, "\(resumed.messages)")
    for words in [
      ["eval", "m.safetensors", "waves.csv", "--json"], ["explain", "m.safetensors", "waves.csv", "--json"],
      ["export", "m.safetensors", "--format", "onnx", "-o", "m.onnx"],
      ["export", "m.safetensors", "--format", "c", "-o", "code"],
    ] {
      let command = try CommandRun(words, in: folder)
      #expect(command.status == 0, "\(words): \(command.messages)")
    }
  }

  @Test("An export of a network of texts has the vocabulary, and says what to feed in")
  func exportedVocabulary() throws {
    let folder = try TemporaryFolder()
    let texts = (0..<60).map {
      "\($0 % 2 == 0 ? "good,It was great, été \($0 % 7)" : "bad,It was awful — \\ \($0 % 5)")\n"
    }
    try folder.write(
      "label;text\n" + texts.map { $0.replacing(",", with: ";", maxReplacements: 1) }.joined(), to: "t.csv")
    let words = [
      "train", "t.csv", "--tokens", "words,length=5", "--targets", "label", "--model", "gru", "--units", "4",
      "--epochs", "1", "--headless", "--run", "a.lnnrun",
    ]
    let run = try CommandRun(words, in: folder)
    #expect(run.status == 0, "\(run.messages)")
    for (format, output, file) in [
      ("c", "code", "code/net_vocabulary.txt"), ("onnx", "a.onnx", "a_vocabulary.txt"),
    ] {
      for _ in 0..<2 {
        let export = try CommandRun(["export", "a.lnnrun", "--format", format, "-o", output], in: folder)
        #expect(export.status == 0, "\(export.messages)")
        #expect(export.output.contains("feed in        Each step is one word of a text"), "\(export.output)")
        #expect(export.output.contains("vocabulary     \(file), a token a line"), "\(export.output)")
      }
      let lines = try folder.text(file).split(separator: "\n").map(String.init)
      let stored = try ModelFile.read(
        #require(RunReader(path: folder.path("a.lnnrun")).finalModel()))
      let schema = try #require(try DataSchema.stored(in: stored.metadata, source: "a"))
      let levels = try #require(schema.inputs[0].levels)
      #expect(lines.map { $0.replacing("\\\\", with: "\\") } == levels)
      #expect(lines.starts(with: ["<pad>", "<unk>"]) && lines.contains("été") && lines.contains("\\\\"))
    }
    let readme = try folder.text("code/README.md")
    #expect(readme.contains("| text | 0 to ") && readme.contains("in the order of `net_vocabulary.txt`"))
    #expect(
      readme.contains("Of a longer text the first 5 words count.")
        && readme.contains("\\<unk>, stands for words"))
    try folder.write("mine", to: "a_vocabulary.txt")
    let refused = try CommandRun(["export", "a.lnnrun", "--format", "onnx", "-o", "a.onnx"], in: folder)
    #expect(refused.status == 1 && refused.message.contains("a_vocabulary.txt"), "\(refused.message)")
    #expect(try folder.text("a_vocabulary.txt") == "mine")
  }

  @Test("A run that is resumed drops what one that never stopped drops")
  func resuming() throws {
    let folder = try folder()
    let network = [
      "--layers", "2", "--units", "6", "--wiring", "full", "--readout", "dense", "--dropout", "0.3",
    ]
    let rest = ["--window", "16", "--headless", "--threads", "1", "--schedule", "constant"]
    func train(_ words: [String]) throws {
      let run = try CommandRun(words, in: folder)
      #expect(run.status == 0, "\(run.messages)")
    }
    try train(
      ["train", "waves.csv", "--no-run", "--epochs", "4", "--model-out", "whole.safetensors"] + network + rest
    )
    try train(["train", "waves.csv", "--run", "a.lnnrun", "--epochs", "2"] + network + rest)
    try train([
      "train", "--resume", "a.lnnrun", "--epochs", "4", "--headless", "--model-out", "parts.safetensors",
    ])
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder.path("whole.safetensors")))
    let parts = try Data(contentsOf: URL(fileURLWithPath: folder.path("parts.safetensors")))
    #expect(tensors(of: whole) == tensors(of: parts))
  }

  /// The bytes after the header, which also says how the network was trained.
  private func tensors(of file: Data) -> Data {
    let length = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    return file.dropFirst(8 + length)
  }

  @Test("Words have vectors: a text is trained on, told in words, and evaluated with the same vocabulary")
  func words() throws {
    let folder = try folder()
    let reviews = (0..<60).map { index in
      let isGood = index % 2 == 0
      return
        "\(index)\t\(isGood ? "good" : "bad")\tThe film was \(isGood ? "fine, a joy" : "dull: a bore") no. \(index)"
    }
    try folder.write((["id\tlabel\ttext"] + reviews).joined(separator: "\n") + "\n", to: "reviews.tsv")
    let run = try CommandRun(
      [
        "train", "reviews.tsv", "--text", "text", "--tokens", "words", "--targets", "label", "--sequence",
        "id",
        "--target-steps", "last", "--model", "gru", "--units", "8", "--embedding", "6", "--pooling", "max",
        "--epochs", "20", "--headless", "--json", "--run", "a.lnnrun", "--learning-rate", "0.02",
      ], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    let last = try #require(try run.objects().last)
    #expect(last["done"] as? Bool == true)
    let eval = try CommandRun(["eval", "a.lnnrun", "reviews.tsv", "--json"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
    let answer = try #require(try eval.objects().first)
    #expect(try #require(answer["metric_value"] as? Double) > 0.9, "\(answer)")
    let more = try CommandRun(
      ["train", "reviews.tsv", "--init", "a.lnnrun", "--run", "b.lnnrun", "--epochs", "1", "--headless"],
      in: folder)
    #expect(more.status == 0, "\(more.messages)")
    #expect(try RunReader(path: folder.path("b.lnnrun")).description.configuration["target-steps"] == "last")
    // The order of words' indices means nothing: nothing is said of one.
    for section in ["--trees", "--graph"] {
      let refused = try CommandRun(["explain", "a.lnnrun", "reviews.tsv", section], in: folder)
      #expect(
        refused.status != 0 && refused.messages.contains("a word or an embedded category has only an index"))
    }
    try Self.checkWords(in: folder)
    let measures = try CommandRun(["explain", "a.lnnrun", "reviews.tsv", "--measures"], in: folder)
    #expect(measures.status == 0 && !measures.output.contains("SSIM"), "\(measures.messages)")
  }

  /// The answer of the network of words is explained word by word, and new texts without a label are answered.
  private static func checkWords(in folder: TemporaryFolder) throws {
    let explained = try CommandRun(["explain", "a.lnnrun", "reviews.tsv", "--at", "1", "--json"], in: folder)
    let answer = try #require(try explained.objects().first?["answer"] as? [String: Any])
    let words = try #require(answer["words"] as? [[String: Any]])
    #expect(words.prefix(3).compactMap { $0["word"] as? String } == ["the", "film", "was"])
    #expect(words.compactMap { $0["step"] as? Int } == Array(1...words.count))
    let inputs = try #require(answer["inputs"] as? [[String: Any]])
    let sum = words.compactMap { $0["part"] as? Double }.reduce(0, +)
    let part = try #require(inputs.first?["part"] as? Double)
    #expect(inputs.count == 1 && (sum - part).magnitude < 1e-4 * max(1, part.magnitude))
    #expect((answer["influence"] as? [Any])?.isEmpty == true)
    let text = try CommandRun(["explain", "a.lnnrun", "reviews.tsv"], in: folder)
    #expect(text.output.contains("BY WORD of the text") && text.output.contains(/word (fine|dull), step 4/))
    let report = try CommandRun(["report", "a.lnnrun", "-o", "r.html"], in: folder)
    let page = try String(contentsOfFile: folder.path("r.html"), encoding: .utf8)
    #expect(report.status == 0 && page.contains("The text, word by word") && page.contains("level-4"))

    try folder.write("id,text\n7,\"the film was fine, a joy\"\n8,a wombat bore\n", to: "new.csv")
    let new = try CommandRun(["eval", "a.lnnrun", "new.csv"], in: folder)
    #expect(
      new.status == 0 && new.messages.contains("1 of the 10 tokens of 'text' is not in the vocabulary"),
      "\(new)")
    #expect(new.output.contains("answer         7: good, probability 0."), "\(new.output)")
    #expect(new.output.contains("answer         8: "), "\(new.output)")
  }

  @Test("Rules are about numbers: an embedded category is left out, and this is said")
  func rulesBesideCategories() throws {
    let folder = try folder()
    let rows = (0..<120).map { "\($0),\($0 % 7 - 3),\(["calm", "storm", "rain"][$0 % 3]),\($0 % 7 + $0 % 3)" }
    try folder.write((["time,wind,weather,load"] + rows).joined(separator: "\n") + "\n", to: "loads.csv")
    let run = try CommandRun(
      ["train", "loads.csv", "--embedding", "3", "--units", "6", "--run", "a.lnnrun"] + short, in: folder)
    #expect(run.status == 0, "\(run.messages)")
    // The data are known again, and other training starts from the network as it is.
    let eval = try CommandRun(["eval", "a.lnnrun", "loads.csv"], in: folder)
    #expect(eval.status == 0 && eval.messages.contains("is what the network was trained on"), "\(eval)")
    let more = try CommandRun(
      ["train", "loads.csv", "--init", "a.lnnrun", "--run", "b.lnnrun", "--epochs", "1", "--headless"],
      in: folder)
    #expect(more.status == 0, "\(more.messages)")
    let told = try CommandRun(["explain", "a.lnnrun", "loads.csv", "--trees"], in: folder)
    #expect(
      told.status == 0 && told.output.contains("without 'weather', whose values are indices"), "\(told)")
  }

  @Test("What a task file asks for and what the data leave idle is told, and trained without")
  func idle() throws {
    let folder = try folder()
    try folder.write(
      "data: waves.csv\ntargets: product\ntraining: {model: ltc, units: 8, dropout: 0.2}\n", to: "t.yaml")
    for (words, note) in [
      (["t.yaml"], "dropout changes nothing without several layers or a dense readout"),
      (["waves.csv", "--embedding", "4"], "embedding changes nothing: no input is a category or a word"),
      (
        ["waves.csv", "--model", "gru", "--units", "9", "--residual"],
        "residual changes nothing: no layer gives as many channels as it sees"
      ),
    ] {
      let run = try CommandRun(["train"] + words + ["--no-run"] + short, in: folder)
      #expect(run.status == 0 && run.messages.contains(note), "\(run.messages)")
    }
  }

  @Test(
    "A network with what changes nothing has the weights of one without it, to the last bit",
    arguments: [
      ["--model", "cfc", "--wiring", "full", "--readout", "dense", "--mixed-memory"], ["--model", "lstm"],
      ["--model", "gru", "--layers", "2", "--units", "9,6"],
    ])
  func withoutEffect(network: [String]) throws {
    let folder = try folder()
    func train(_ words: [String], to name: String) throws -> Data {
      let run = try CommandRun(
        ["train", "waves.csv", "--no-run", "--learning-rate", "0.03", "--model-out", name] + network + words
          + short, in: folder)
      #expect(run.status == 0, "\(run.messages)")
      return tensors(of: try Data(contentsOf: URL(fileURLWithPath: folder.path(name))))
    }
    let plain = try train([], to: "plain.safetensors")
    #expect(try train(["--residual"], to: "idle.safetensors") == plain)
    #expect(try train(["--dropout", "0.3"], to: "other.safetensors") != plain, "that has an effect")
  }

  @Test(
    "A mistake is one line, before a run is begun",
    arguments: [
      (["--layers", "3", "--units", "9,6"], "--layers 3"), (["--dropout", "1"], "--dropout"),
      (["--units", "9,,6"], "--units"),
      (["--layers", "2", "--units", "3", "--wiring", "auto-ncp"], "3 units are too few"),
      (["--pooling", "median"], "--pooling"), (["--embedding", "0"], "--embedding"),
    ])
  func mistakes(words: [String], message: String) throws {
    let folder = try folder()
    let run = try CommandRun(["train", "waves.csv", "--run", "a.lnnrun"] + words + short, in: folder)
    #expect(run.status != 0)
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("a.lnnrun")))
  }
}
