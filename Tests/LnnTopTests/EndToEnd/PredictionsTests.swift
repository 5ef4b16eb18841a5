import Foundation
import Liquid
import TestSupport
import Testing

/// `eval --predictions`, joined with the table it was made from and computed again here.
@Suite struct PredictionsTests {
  /// `LNN_TOP_FUZZ=500 swift test -c release --filter PredictionsTests` tries so many tables.
  @Test func predictionsJoinedWithTheirRowsGiveTheMetric() throws {
    let cases = Thoroughness.cases(8)
    var joined = 0
    for seed in 0..<UInt64(cases) {
      let folder = try TemporaryFolder()
      let table = RandomSource(seed: seed)
      for file in table.files { try folder.write(file.text, to: file.path) }
      let train = try CommandRun(table.training, in: folder)
      // A random table may lack what a part needs, such as targets.
      guard train.status == 0 else {
        #expect(train.status == 1 && train.message.hasPrefix("lnn-top: "), "seed \(seed): \(train.messages)")
        continue
      }
      let eval = try CommandRun(table.evaluation, in: folder)
      guard eval.status == 0 else {
        #expect(
          eval.message.contains("no target value") || eval.message.contains("has no test part"),
          "seed \(seed): \(eval.messages)")
        continue
      }
      let result = try #require(try eval.objects().last)
      let printed = try #require(result["metric_value"] as? Double)
      let predictions = try CSVFile(path: folder.path("p.csv"))
      let join = SourceJoin(source: table, predictions: predictions)
      let comment = Comment(rawValue: "seed \(seed): lnn-top \(table.training.joined(separator: " "))")
      #expect(join.faults.isEmpty, comment)
      #expect(join.metrics.count == (table.hasTime ? 2 : 1), comment)
      for (way, metric) in join.metrics {
        #expect(
          abs(metric - printed) <= 1e-9 * max(1, abs(printed)),
          "by \(way) \(metric), printed \(printed); \(comment)")
      }
      joined += 1
    }
    #expect(joined * 10 >= cases * 7, "only \(joined) of \(cases) tables could be trained on")
  }

  @Test func dataThatWereNotTrainedOnAreEvaluatedWhole() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    try folder.writeWaves(rows: 100, to: "other.csv")
    let train = try CommandRun(
      [
        "train", "waves.csv", "--window", "16", "--steps", "3", "--units", "12", "--quiet", "--run",
        "a.lnnrun",
      ],
      in: folder)
    #expect(train.status == 0, "\(train.messages)")
    func part(_ words: String...) throws -> String? {
      try CommandRun(["eval", "a.lnnrun"] + words + ["--json"], in: folder).objects().last?["part"] as? String
    }
    #expect(try part("waves.csv") == "test" && part("waves.csv", "--part", "train") == "train")
    #expect(try part("waves.csv", "--part", "all") == "all" && part("other.csv") == "all")
    let refused = try CommandRun(["eval", "a.lnnrun", "other.csv", "--part", "test"], in: folder)
    #expect(refused.status == 1 && refused.message.contains("--part test"), "\(refused.message)")
  }

  @Test func timesThatGoBackAreSortedByAnOptionThatTheErrorNames() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<60).map { "\($0),\(sin(Double($0) / 5)),\(cos(Double($0) / 5))\n" }
    try folder.write("t,x,y\n" + rows.joined(), to: "d.csv")
    try folder.write("t,x,y\n" + rows.prefix(40).reversed().joined(), to: "back.csv")
    let train = try CommandRun(
      ["train", "d.csv", "--time", "t", "--steps", "2", "--quiet", "--run", "a.lnnrun"], in: folder)
    #expect(train.status == 0, "\(train.messages)")
    let refused = try CommandRun(["eval", "a.lnnrun", "back.csv"], in: folder)
    #expect(refused.status == 1 && refused.message.contains("--sort-by-time"))
    let sorted = try CommandRun(
      ["eval", "a.lnnrun", "back.csv", "--sort-by-time", "--predictions", "p.csv"], in: folder)
    #expect(sorted.status == 0, "\(sorted.messages)")
    let file = try CSVFile(path: folder.path("p.csv"))
    #expect(
      file.texts("time") == (0..<40).map { "\($0)" }
        && file.texts("row") == (1...40).reversed().map { "\($0)" })
  }

  @Test func longNamesInASummaryHaveRoom() throws {
    let folder = try TemporaryFolder()
    try folder.writeSigns()
    let train = try CommandRun(
      [
        "train", "d.csv", "--inputs", "fast,slow", "--targets", "sign", "--loss", "binary-cross-entropy",
        "--steps",
        "2", "--units", "12", "--quiet", "--run", "a.lnnrun",
      ], in: folder)
    #expect(train.status == 0, "\(train.messages)")
    let lines = try CommandRun(["eval", "a.lnnrun", "d.csv"], in: folder).output.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("binary-cross-entropy  0.") })
    // The figures of the probabilities have names of several words.
    let rows = lines.prefix { !$0.hasPrefix("area under ROC") }
    let starts = Set(
      rows.map { line in line.prefix { $0 != " " }.count + line.drop { $0 != " " }.prefix { $0 == " " }.count
      })
    #expect(starts.count == 1, "\(lines)")
  }
}
