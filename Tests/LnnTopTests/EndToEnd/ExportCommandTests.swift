import Foundation
import Liquid
import TestSupport
import Testing

/// `lnn-top export`, on models and runs that were trained.
@Suite struct ExportCommandTests {
  private func trained(_ options: [String], in folder: TemporaryFolder) throws {
    try folder.writeWaves()
    let run = try CommandRun(
      [
        "train", "waves.csv", "--window", "16", "--epochs", "1", "--units", "12", "--quiet", "--run",
        "a.lnnrun",
        "--model-out", "m.safetensors",
      ] + options, in: folder)
    #expect(run.status == 0, "\(run.messages)")
  }

  private func predictions(_ model: String, in folder: TemporaryFolder) throws -> [Double] {
    let eval = try CommandRun(["eval", model, "waves.csv", "--predictions", "p.csv"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
    return try CSVFile(path: folder.path("p.csv")).numbers(of: "answer_")
  }

  @Test(arguments: [
    [], ["--model", "cfc", "--wiring", "full"], ["--model", "cfc-pure", "--wiring", "full"],
  ])
  func anExportedModelComesBackWithItsColumns(options: [String]) throws {
    let folder = try TemporaryFolder()
    try trained(options, in: folder)
    for source in ["m.safetensors", "a.lnnrun"] {
      let export = try CommandRun(["export", source, "--format", "ncps"], in: folder)
      #expect(export.status == 0 && export.output.contains("normalised"), "\(export.messages)")
      let weights = source.prefix { $0 != "." } + ".ncps.safetensors"
      let back = try CommandRun(["import", String(weights), "-o", "back.safetensors"], in: folder)
      #expect(back.status == 0 && !back.output.contains("assumed"), "\(back.messages)")
      let difference = try largestDifference(
        predictions(source, in: folder), predictions("back.safetensors", in: folder))
      #expect(difference < 1e-5)
    }
  }

  @Test func anImportedModelIsExportedAsItWas() throws {
    let folder = try TemporaryFolder()
    let fixture = try ImportFixture.named("wired_memory")
    for (weights, model) in [(fixture.path, "m.safetensors"), ("w.safetensors", "n.safetensors")] {
      #expect(try CommandRun(["import", weights, "-o", model], in: folder).status == 0)
      let export = try CommandRun(["export", model, "-o", "w.safetensors", "--json"], in: folder)
      let object = try #require(try export.objects().first)
      #expect((object["module"] as? String)?.hasPrefix("CfC(3, NCP(") == true)
    }
    func contents(_ name: String) throws -> Data {
      try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))
    }
    #expect(try contents("m.safetensors") == contents("n.safetensors"))
  }

  @Test func whatThePackageHasNotIsRefusedInOneLine() throws {
    let folder = try TemporaryFolder()
    try trained(["--model", "cfc"], in: folder)
    let export = try CommandRun(["export", "m.safetensors"], in: folder)
    #expect(export.status == 1 && export.output.isEmpty && !export.message.contains("\n"))
    #expect(export.message.contains("the package ncps has no such network"), "\(export.message)")
  }

  @Test func aTrainedModelPredictsWithoutTargetsToo() throws {
    let folder = try TemporaryFolder()
    try trained([], in: folder)
    // One row less makes them data that the network was not trained on: all rows are evaluated.
    let lines = try String(contentsOfFile: folder.path("waves.csv"), encoding: .utf8).split(separator: "\n")
    try folder.write(lines.dropLast().joined(separator: "\n") + "\n", to: "waves.csv")
    let with = try predictions("m.safetensors", in: folder)
    let table = try CSVFile(path: folder.path("waves.csv"))
    let rows = ([table.header] + table.rows).map { $0.prefix(2).joined(separator: ",") }
    try folder.write(rows.joined(separator: "\n") + "\n", to: "waves.csv")
    #expect(try predictions("m.safetensors", in: folder) == with)
    let eval = try CommandRun(["eval", "m.safetensors", "waves.csv"], in: folder)
    #expect(eval.status == 1 && eval.message.contains("product") && eval.message.contains("--predictions"))
    let columns = try CommandRun(["eval", "m.safetensors", "waves.csv", "--inputs", "fast"], in: folder)
    #expect(columns.status == 1 && columns.message.contains("imported"))
  }

  @Test func namesThatLookLikeFormulasAreGuardedOnRequest() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<60).map { "=s\($0 / 20),\($0 % 7),\(-Double($0 % 5) / 3)\n" }.joined()
    try folder.write("id,x,\"=HYPERLINK(\"\"http://x\"\",1)\"\n" + rows, to: "d.csv")
    let train = try CommandRun(
      [
        "train", "d.csv", "--sequence", "id", "--headless", "--steps", "2", "--units", "4", "--run",
        "r.lnnrun",
      ],
      in: folder)
    #expect(train.status == 0, "\(train.message)")
    func predictions(_ options: String...) throws -> [Substring] {
      let eval = try CommandRun(
        ["eval", "r.lnnrun", "d.csv", "--predictions", "p.csv"] + options, in: folder)
      #expect(eval.status == 0, "\(eval.message)")
      return try String(contentsOfFile: folder.path("p.csv"), encoding: .utf8).split(separator: "\n")
    }
    let (plain, safe) = (try predictions(), try predictions("--safe-csv"))
    // Behind "truth_" a name is no formula.
    #expect(plain[0].hasPrefix("part,sequence,row,\"truth_=HYPERLINK(") && plain[0] == safe[0])
    #expect(plain[1].hasPrefix("test,=s2,41,") && safe[1].hasPrefix("test,'=s2,41,"))
    #expect(plain.dropFirst() == safe.dropFirst().map { $0.replacing("'", with: "")[...] }[...])
    let idle = try CommandRun(["eval", "r.lnnrun", "d.csv", "--safe-csv"], in: folder)
    #expect(idle.status == 2 && idle.message.contains("--safe-csv means nothing without --predictions"))
    let tables = try CommandRun(["export", "r.lnnrun", "--format", "csv", "--safe-csv"], in: folder)
    #expect(tables.status == 0, "\(tables.message)")
  }

  @Test func predictionsNameTheTimesOfTheirRows() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<60).map { "2024-05-01 00:\($0 < 10 ? "0" : "")\($0):00,\($0 % 7),\($0 % 5)\n" }
    try folder.write("when,x,y\n" + rows.joined(), to: "d.csv")
    let train = try CommandRun(
      [
        "train", "d.csv", "--time", "when", "--window", "8", "--epochs", "1", "--no-run", "--quiet",
        "--model-out", "m.safetensors",
      ], in: folder)
    #expect(train.status == 0, "\(train.messages)")
    let eval = try CommandRun(
      ["eval", "m.safetensors", "d.csv", "--part", "all", "--predictions", "p.csv"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
    let file = try CSVFile(path: folder.path("p.csv"))
    #expect(
      file.header == ["part", "sequence", "row", "time", "truth_y", "answer_y"] && file.rows.count == 60)
    #expect(file.rows[9].prefix(5) == ["train", "0", "10", "2024-05-01 00:09:00", "4"])
  }
}
