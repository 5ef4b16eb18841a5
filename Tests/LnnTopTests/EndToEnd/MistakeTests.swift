import Foundation
import TestSupport
import Testing

/// What a person reads after a mistake: one line, on stderr, with what to do about it.
@Suite struct MistakeTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var arguments: [String]
    var data: String?
    var status: Int32 = 1
    /// Every one of these must be in the line.
    var mentions: [String]
  }

  static let mistakes = [
    Mistake(
      testDescription: "missing file", arguments: ["train", "nowhere.csv"],
      mentions: ["nowhere.csv", "no such file"]),
    Mistake(
      testDescription: "empty file", arguments: ["train", "d.csv"], data: "", mentions: ["d.csv", "empty"]),
    Mistake(
      testDescription: "header only", arguments: ["train", "d.csv"], data: "a,b\n",
      mentions: ["d.csv", "row"]),
    Mistake(
      testDescription: "unknown column", arguments: ["train", "d.csv", "--targets", "sped"],
      data: "speed,y\n1,2\n3,4\n5,6\n7,8\n", mentions: ["sped", "speed"]),
    Mistake(
      testDescription: "text in a numeric column", arguments: ["train", "d.csv", "--kind", "regression"],
      data: "a,y\n" + (0..<60).map { "\($0),\($0 == 40 ? "oops" : "\($0).5")\n" }.joined(),
      mentions: ["42", "y", "oops"]),
    Mistake(
      testDescription: "all-NaN column", arguments: ["train", "d.csv", "--kind", "regression"],
      data: "a,y\n" + (0..<60).map { "NaN,\($0)\n" }.joined(), mentions: ["a"]),
    Mistake(
      testDescription: "two rows", arguments: ["train", "d.csv"], data: "a,y\n1,2\n3,4\n", mentions: ["d.csv"]
    ),
    Mistake(
      testDescription: "a folder as data", arguments: ["train", "."], mentions: ["directory"]),
    Mistake(
      testDescription: "unwritable run path", arguments: ["train", "ok.csv", "--run", "/nowhere/r.lnnrun"],
      mentions: ["/nowhere"]),
    Mistake(testDescription: "not a run", arguments: ["replay", "ok.csv"], mentions: ["ok.csv"]),
    Mistake(testDescription: "no such run", arguments: ["replay", "no.lnnrun"], mentions: ["no.lnnrun"]),
    Mistake(testDescription: "not a model", arguments: ["eval", "ok.csv", "ok.csv"], mentions: ["ok.csv"]),
    Mistake(
      testDescription: "unknown option", arguments: ["train", "ok.csv", "--epoch", "3", "--widnow", "3"],
      status: 2, mentions: ["--widnow", "--window"]),
    Mistake(
      testDescription: "unknown command", arguments: ["trian"], status: 2, mentions: ["trian", "train"]),
    Mistake(
      testDescription: "not a number", arguments: ["train", "ok.csv", "--epochs", "many"], status: 2,
      mentions: ["--epochs", "many"]),
    Mistake(testDescription: "no data", arguments: ["train"], status: 2, mentions: ["DATA"]),
    Mistake(
      testDescription: "a model in place of the data",
      arguments: ["train", "ok.csv", "--model-out", "ok.csv"],
      mentions: ["ok.csv", "left alone"]),
    Mistake(
      testDescription: "a model in no folder",
      arguments: ["train", "ok.csv", "--model-out", "/nowhere/m.st"],
      mentions: ["/nowhere"]),
    Mistake(
      testDescription: "predictions in place of the data",
      arguments: ["eval", "ok.csv", "ok.csv", "--predictions", "ok.csv"], mentions: ["ok.csv", "left alone"]),
    Mistake(
      testDescription: "an unknown tensor", arguments: ["train", "ok.csv", "--rate-factors", "sgima=0"],
      mentions: ["--rate-factors", "sgima", "sigma"]),
    Mistake(
      testDescription: "nothing left to train",
      arguments: [
        "train", "ok.csv", "--model", "cfc-pure", "--backbone-layers", "0", "--wiring", "full", "--input-map",
        "none", "--output-map", "none", "--rate-factors", "ff1_w=0,ff1_b=0,w_tau=0,A=0",
      ], mentions: ["--rate-factors", "frozen"]),
    Mistake(
      testDescription: "an unknown class", arguments: ["train", "d.csv", "--class-weights", "c=2"],
      data: "x,y\n" + (0..<60).map { "\($0),\($0 % 2 == 0 ? "a" : "b")\n" }.joined(),
      mentions: ["'c'", "'a', 'b'"]),
    Mistake(
      testDescription: "class weights for numbers",
      arguments: ["train", "ok.csv", "--class-weights", "balanced"], mentions: ["--class-weights", "product"]),
    Mistake(
      testDescription: "binary cross-entropy for other numbers",
      arguments: ["train", "ok.csv", "--loss", "binary-cross-entropy"], mentions: ["line", "0 nor 1"]),
    Mistake(
      testDescription: "more outputs than units", arguments: ["train", "ok.csv", "--units", "1"],
      mentions: ["1 unit is too few for 1 output;"]),
  ]

  @Test(arguments: mistakes)
  func aMistakeGetsOneClearLine(mistake: Mistake) throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves(to: "ok.csv")
    if let data = mistake.data { try folder.write(data, to: "d.csv") }
    let run = try CommandRun(mistake.arguments, in: folder)
    #expect(run.status == mistake.status)
    #expect(run.output.isEmpty)
    #expect(!run.message.contains("\n"), "\(run.message)")
    #expect(run.message.hasPrefix("lnn-top: "))
    for mention in mistake.mentions {
      #expect(run.message.contains(mention), "\(mention) in: \(run.message)")
    }
  }

  @Test func aColumnThatNeverChangesIsNotedAndTrainedWith() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<200).map { "7,\(sin(Double($0) / 3))\n" }.joined()
    try folder.write("flat,y\n" + rows, to: "d.csv")
    let run = try CommandRun(["train", "d.csv", "--window", "8", "--epochs", "1", "--headless"], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    #expect(run.messages.contains("flat"))
  }

  @Test func aRunFileCutInHalfGivesItsReadablePartOrOneLine() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    _ = try CommandRun(
      ["train", "waves.csv", "--run", "a.lnnrun", "--window", "16", "--epochs", "5", "--quiet"], in: folder)
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder.path("a.lnnrun")))
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: folder.path("half.lnnrun")))
    let replay = try CommandRun(["replay", "half.lnnrun"], in: folder)
    #expect([0, 1].contains(replay.status))
    #expect(!replay.message.contains("\n") && !replay.message.isEmpty, "\(replay.message)")
    let listed = try CommandRun(["runs", "."], in: folder)
    #expect(listed.status == 0)
    #expect(listed.output.contains("half.lnnrun"))
  }

  @Test(arguments: [
    "--help", "train --help", "replay --help", "attach --help", "runs --help", "eval --help", "import --help",
    "export --help", "bench --help", "--version",
  ])
  func helpAndVersionGoToStdout(line: String) throws {
    let run = try CommandRun(line.split(separator: " ").map(String.init), in: TemporaryFolder())
    #expect(run.status == 0)
    #expect(run.output.contains("lnn-top"))
    #expect(run.messages.isEmpty)
  }
}
