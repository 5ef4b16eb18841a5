import Foundation
import TestSupport
import Testing

/// `lnn-top import` and `lnn-top eval` on what it wrote.
@Suite struct ImportCommandTests {
  static let names = ((try? ImportFixture.all()) ?? []).map(\.name)

  private func imported(_ name: String, in folder: TemporaryFolder) throws -> ImportFixture {
    let fixture = try ImportFixture.named(name)
    let run = try CommandRun(
      ["import", fixture.path, "-o", "m.safetensors"] + fixture.arguments, in: folder)
    #expect(run.status == 0 && run.messages.isEmpty, "\(run.messages)")
    return fixture
  }

  @Test(arguments: names)
  func anImportedNetworkPredictsWhatThePackageComputes(name: String) throws {
    let folder = try TemporaryFolder()
    let fixture = try imported(name, in: folder)
    for run in fixture.runs {
      let isRegular = run.elapsed.allSatisfy { $0 == 1 }
      try folder.write(fixture.table(elapsed: isRegular ? nil : run.elapsed), to: "d.csv")
      let eval = try CommandRun(
        ["eval", "m.safetensors", "d.csv", "--predictions", "p.csv"] + (isRegular ? [] : ["--time", "time"]),
        in: folder)
      #expect(eval.status == 0, "\(eval.messages)")
      let file = try CSVFile(path: folder.path("p.csv"))
      #expect(
        file.header.prefix(4) == ["part", "sequence", "row", isRegular ? "truth_output_0" : "time"])
      #expect(largestDifference(file.numbers(of: "answer_"), run.outputs) < 1e-5)
    }
  }

  @Test func theSummaryNamesTheNetworkAndWhatWasAssumed() throws {
    let folder = try TemporaryFolder()
    let path = try ImportFixture.named("ltc_ncp").path
    let run = try CommandRun(["import", path, "-o", "m.safetensors"], in: folder)
    #expect(run.output.contains("ltc ncp, 3 inputs, 11 neurons"))
    #expect(run.output.contains("6 unfolds, implicit constraints"))
    let object = try #require(
      try CommandRun(["import", path, "-o", "m.safetensors", "--json", "--unfolds", "4"], in: folder)
        .objects().first)
    #expect(object["neurons"] as? Int == 11 && object["outputs"] as? Int == 2)
    #expect(object["assumed"] as? [String] == ["implicit constraints"])
  }

  @Test func sequencesAreRunOnTheirOwnAndComparedWithTargets() throws {
    let folder = try TemporaryFolder()
    let fixture = try imported("cfc_memory", in: folder)
    try folder.write(fixture.table(sequences: ["x", "y"]), to: "d.csv")
    let eval = try CommandRun(
      ["eval", "m.safetensors", "d.csv", "--sequence", "sequence", "--predictions", "p.csv"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
    let file = try CSVFile(path: folder.path("p.csv"))
    #expect(file.texts("sequence") == (0..<12).map { $0 < 6 ? "x" : "y" })
    #expect(file.texts("row") == (1...12).map { "\($0)" })
    #expect(
      largestDifference(file.numbers(of: "answer_"), fixture.runs[0].outputs + fixture.runs[0].outputs) < 1e-5
    )
    // The two columns that are left are taken for the two outputs.
    var lines = fixture.table().split(separator: "\n").map(String.init)
    for step in 1..<lines.count {
      let answer = fixture.runs[0].outputs[(step - 1) * 2..<step * 2]
      lines[step] += answer.map { ",\($0 + 0.5)" }.joined()
    }
    lines[0] += ",first,second"
    try folder.write(lines.joined(separator: "\n") + "\n", to: "e.csv")
    let compared = try CommandRun(["eval", "m.safetensors", "e.csv", "--json"], in: folder)
    let object = try #require(try compared.objects().first)
    let error = try #require(object["metric_value"] as? Double)
    #expect(object["metric"] as? String == "mae" && abs(error - 0.5) < 1e-4)
  }

  @Test func chosenColumnsAreTakenInTheirOrder() throws {
    let folder = try TemporaryFolder()
    let fixture = try imported("ltc_full", in: folder)
    var lines = fixture.table().split(separator: "\n").map { $0.split(separator: ",").reversed() }
      .map { ["7"] + $0.map(String.init) }
    lines[0][0] = "other"
    try folder.write(lines.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n", to: "d.csv")
    let eval = try CommandRun(
      ["eval", "m.safetensors", "d.csv", "--inputs", "a,b,c", "--predictions", "p.csv"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
    let file = try CSVFile(path: folder.path("p.csv"))
    #expect(largestDifference(file.numbers(of: "answer_"), fixture.runs[0].outputs) < 1e-5)
  }

  @Test(arguments: [
    (["import", "w", "-o", "o", "--mode", "pure"], 1, "--mode pure contradicts"),
    (["import", "w", "-o", "o", "--prefix", "rnn"], 1, "'rnn'"),
    (["import", "w", "-o", "d.csv"], 1, "left alone"),
    (["import", "d.csv", "-o", "o"], 1, "d.csv"),
    (["import", "nowhere", "-o", "o"], 1, "no such file"),
    (["import", "m.safetensors", "-o", "o"], 1, "already"),
    (["import", "w"], 2, "--output FILE"),
    (["import", "w", "-o", "o", "--activation", "sine"], 2, "lecun-tanh"),
    (["eval", "m.safetensors", "d.csv"], 1, "--predictions FILE"),
    (["eval", "m.safetensors", "d.csv", "--inputs", "a,b", "--predictions", "p"], 1, "3 inputs"),
    (["eval", "m.safetensors", "d.csv", "--inputs", "a,b,z", "--predictions", "p"], 1, "'z'"),
    (["eval", "m.safetensors", "d.csv", "--time", "when", "--predictions", "p"], 1, "'when'"),
    (["export", "d.csv"], 1, "d.csv"),
    (["export", "m.safetensors", "-o", "m.safetensors"], 1, "left alone"),
  ])
  func aMistakeGetsOneClearLine(arguments: [String], status: Int32, mention: String) throws {
    let folder = try TemporaryFolder()
    let fixture = try imported("cfc_gelu", in: folder)
    try FileManager.default.copyItem(atPath: fixture.path, toPath: folder.path("w"))
    try folder.write(fixture.table(), to: "d.csv")
    let run = try CommandRun(arguments, in: folder)
    #expect(run.status == status && run.output.isEmpty)
    #expect(run.message.hasPrefix("lnn-top: ") && !run.message.contains("\n"), "\(run.message)")
    #expect(run.message.contains(mention), "\(run.message)")
  }
}
