import Foundation
import TestSupport
import Testing

@Suite("lnn-top compare")
struct CompareCommandTests {
  private static let runs = Result {
    try SampleRun.bytes(ofEach: ["8", "12"].map { "--window 16 --units \($0) --epochs 3 --seed 7" })
  }

  /// A folder with two runs, `a` and `b`, of 8 and of 12 neurons.
  private func twoRuns() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, run) in zip(["a", "b"], try Self.runs.get()) { try folder.write(run, to: "\(name).lnnrun") }
    return folder
  }

  @Test("draws curves and tables, at 100 columns where there is no terminal")
  func text() throws {
    let folder = try twoRuns()
    let run = try CommandRun(
      ["compare", "a.lnnrun", "b.lnnrun"], in: folder, environment: ["LC_ALL": "C.UTF-8", "TERM": "xterm"])
    #expect(run.status == 0 && run.messages == "")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "validation loss mse (normalised)")
    // The axis ends where the labels of the curves begin.
    let axis = lines.first { $0.hasSuffix("step") }
    #expect((80...100).contains(axis?.count ?? 0), "\(run.output)")
    for part in ["── A a", "╌╌ B b", "BEST VALIDATION", "TEST METRIC", "NAIVE", "PARAMETERS", "OPTION"] {
      #expect(run.output.contains(part), "\(part) in \(run.output)")
    }
    let options = lines.drop { !$0.hasPrefix("OPTION") }.dropFirst()
    #expect(options.map { $0.split(separator: " ").map(String.init) } == [["units", "8", "12"]])
  }

  @Test("is 7-bit where the locale has no UTF-8, and on request", arguments: [true, false])
  func ascii(byLocale: Bool) throws {
    let folder = try twoRuns()
    let options = byLocale ? [] : ["--glyphs", "ascii"]
    let run = try CommandRun(
      ["compare", "a.lnnrun", "b.lnnrun", "--x", "time", "--curve", "training", "--log"] + options,
      in: folder,
      environment: ["LC_ALL": byLocale ? "C" : "C.UTF-8"])
    #expect(run.status == 0)
    let isASCII = run.output.allSatisfy(\.isASCII)
    #expect(isASCII, "\(run.output)")
    #expect(run.output.contains("training loss") && run.output.contains("-- A a"))
  }

  @Test("tells the same as JSON, one object a run")
  func json() throws {
    let folder = try twoRuns()
    let objects = try CommandRun(["compare", "a.lnnrun", "b.lnnrun", "--json"], in: folder).objects()
    #expect(objects.map { $0["name"] as? String } == ["a", "b"])
    #expect(objects.map { $0["neurons"] as? Int } == [8, 12])
    #expect(objects.allSatisfy { $0["state"] as? String == "done" && $0["best_validation_loss"] is Double })
    let differences = objects.map { $0["differences"] as? [[String: String]] }
    #expect(differences == [[["name": "units", "value": "8"]], [["name": "units", "value": "12"]]])
    #expect(
      objects.allSatisfy { (($0["naive"] as? [String: Any])?["test"] as? [String: Any])?["name"] != nil })
  }

  @Test(
    "says where figures do not compare",
    arguments: [
      ("--targets fast --inputs slow", "different tasks ('waves')"),
      ("--metric rmse", "different losses or metrics"),
      ("--split 60,20,20", "tested on different rows (they differ in split)"),
    ])
  func objections(options: String, words: String) throws {
    let folder = try TemporaryFolder()
    let runs = try SampleRun.bytes(ofEach: ["", options].map { "--window 16 --units 8 --epochs 1 " + $0 })
    for (name, run) in zip(["a", "b"], runs) { try folder.write(run, to: "\(name).lnnrun") }
    let run = try CommandRun(["compare", "a.lnnrun", "b.lnnrun"], in: folder)
    #expect(run.status == 0 && run.message.contains(words), "\(run.messages)")
    #expect(try CommandRun(["compare", "a.lnnrun", "a.lnnrun"], in: folder).messages == "")
  }

  @Test("says what is wrong in one line")
  func mistakes() throws {
    let folder = try TemporaryFolder()
    try folder.write("no run", to: "x.lnnrun")
    for (arguments, status, part) in [
      ([], 2, "RUN... is missing"), (["absent"], 1, "cannot open absent"),
      (["x.lnnrun"], 1, "not a run file"), (["x.lnnrun", "--x", "day"], 2, "step, time, epoch"),
    ] as [([String], Int32, String)] {
      let run = try CommandRun(["compare"] + arguments, in: folder)
      #expect(run.status == status && run.output == "", "\(arguments)")
      #expect(run.message.contains(part) && !run.message.contains("\n"), "\(run.message)")
    }
  }
}
