import Foundation
import TestSupport
import Testing

/// What the documents say of commands beyond that they run.
@Suite struct DocumentedBehaviorTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeSigns()
    let train = try run(
      "train d.csv --inputs fast --targets product --window 16 --steps 6 --units 8 --quiet --run a.lnnrun"
        + " --model-out m.safetensors")
    #expect(train.status == 0, "\(train.messages)")
  }

  private func run(_ line: String) throws -> CommandRun {
    try CommandRun(line.split(separator: " ").map(String.init), in: folder)
  }

  @Test(arguments: ["a.lnnrun", "m.safetensors"])
  func initTakesTheColumnsAndWindowsOfTheModel(start: String) throws {
    let run = try run("train --init \(start) d.csv --steps 2 --headless --run b.lnnrun")
    #expect(run.status == 0 && run.message.contains("from 1 input ('fast')"), "\(run.message)")
    let compare = try self.run("compare a.lnnrun b.lnnrun")
    #expect(!compare.output.contains("window") && !compare.output.contains("inputs"), "\(compare.output)")
  }

  @Test func initTakesTheColumnsThatTheRunFoundByItself() throws {
    func table(_ names: String, _ row: (Int) -> String) -> String {
      names + "\n" + (0..<120).map(row).joined(separator: "\n") + "\n"
    }
    try folder.write(table("\"a, b\",y") { "\($0 % 7),\($0 % 5)" }, to: "first.csv")
    try folder.write(table("y,\"a, b\",other") { "\($0 % 5),\($0 % 7),\($0)" }, to: "second.csv")
    #expect(try run("train first.csv --window 8 --units 8 --steps 2 --headless --run f.lnnrun").status == 0)
    let second = try run("train second.csv --init f.lnnrun --steps 2 --headless --run s.lnnrun")
    #expect(second.status == 0 && second.message.contains("from 1 input ('a, b')"), "\(second.message)")
    // What the run was for is known only once it has been read.
    #expect(try run("train first.csv --kind forecast --steps 2 --headless --run p.lnnrun").status == 0)
    let further = try run("train first.csv --init p.lnnrun --horizon 3 --steps 2 --headless --no-run")
    #expect(further.status == 0, "\(further.message)")
  }

  @Test func whatTheCommandLineSaysOverridesTheModelsColumns() throws {
    let run = try run("train --init a.lnnrun d.csv --inputs fast,slow --steps 2 --no-run")
    #expect(run.status == 1 && run.message.contains("was trained from fast to product"), "\(run.message)")
    let window = try self.run("train --init a.lnnrun d.csv --window 8 --steps 2 --headless --run b.lnnrun")
    #expect(window.status == 0, "\(window.message)")
    #expect(try self.run("compare a.lnnrun b.lnnrun").output.contains("window"))
  }

  @Test func aCheckpointThatWasNotKeptIsTheNewestBeforeItAndSaysSo() throws {
    let later = try run("export a.lnnrun --format model --checkpoint step:500 -o c.safetensors")
    #expect(later.status == 0)
    #expect(later.message.contains("no model was kept at step 500") && later.message.contains("step 6"))
    let last = try run("export a.lnnrun --format model --checkpoint step:6 -o c.safetensors")
    #expect(last.status == 0 && last.message.isEmpty, "\(last.message)")
  }

  @Test func tablesGoIntoAFolderOfTheirOwnBesideTheData() throws {
    try folder.write("fast,product\n0,0\n", to: "a.csv")
    let export = try run("export a.lnnrun --format csv")
    #expect(export.status == 0 && export.output.contains("a-tables"), "\(export.message)")
  }

  @Test func aPictureOfAnUnknownKindIsRefused() throws {
    let picture = try run("replay a.lnnrun --snapshot a.png")
    #expect(picture.status == 2 && picture.message.contains(".svg, .ans or .txt"), "\(picture.message)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("a.png")))
    for line in ["--snapshot screen", "--snapshot screen.svg", "--snapshot a.png --format svg"] {
      #expect(try run("replay a.lnnrun \(line)").status == 0, "\(line)")
    }
  }

  @Test func publishedSplitsCanBeCompared() throws {
    try folder.write(
      """
      data: d.csv
      inputs: [fast, slow]
      targets: product
      window: 16
      split-like-paper: {by: windows, shuffle: 1, note: windows overlap}
      """, to: "t.yaml")
    let line = "benchmark t.yaml --models gru --seeds 1 --epochs 1 --units 8 --out out --split-like-paper"
    // The second time the runs' own words are read back.
    for _ in 1...2 {
      let benchmark = try run(line)
      #expect(benchmark.status == 0 && benchmark.output.contains("LEAKY SPLIT"), "\(benchmark.message)")
    }
  }

  @Test func taskCheckFindsWhatTrainingWouldRefuse() throws {
    try folder.write(
      "data: d.csv\ntargets: product\ninputs: fast\ntraining: {rate-factors: {nothing: 0.1}}\n", to: "t.yaml")
    for command in ["task check", "train"] {
      let run = try run("\(command) t.yaml")
      #expect(run.status == 1 && run.message.contains("nothing"), "\(command): \(run.message)")
    }
  }

  @Test func aNewTaskNamesADocumentThatIsInstalled() throws {
    #expect(try run("task init d.csv").output.contains("share/lnn-top/docs"))
  }

  @Test func helpTellsBenchAndBenchmarkApart() throws {
    #expect(try run("bench --help").output.contains("'lnn-top benchmark'"))
    #expect(try run("benchmark --help").output.contains("'lnn-top bench'"))
  }
}
