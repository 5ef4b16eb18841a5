import Foundation
import LiquidData
import LnnTop
import Telemetry
import Testing

@Suite("The report of a benchmark")
struct BenchmarkReportTests {
  private func result(
    _ model: String, _ seed: UInt64, metric: Double?, drop: Double? = nil, state: TrainingState = .done
  ) -> BenchmarkResult {
    var result = BenchmarkResult(
      model: model, seed: seed, path: "\(model)-seed\(seed).lnnrun", state: state, seconds: 2,
      parameters: 300, synapses: 64)
    result.metric = metric
    result.loss = metric.map { 1 - $0 }
    result.bestEpoch = 4
    result.conditions = drop.map { [.init(kind: "drop", level: 0.3, metric: $0)] } ?? []
    return result
  }

  private func report(isLeaky: Bool = false) -> BenchmarkReport {
    BenchmarkReport(
      task: "occupancy", command: "lnn-top benchmark occupancy.csv --seeds 3", metric: .accuracy,
      part: "test",
      sequences: [100, 20, 30], isLeaky: isLeaky,
      plan: BenchmarkPlan(
        published: [
          .init(model: "ltc", value: 0.9463, deviation: 0.0017, source: "LTC paper, table 3"),
          .init(model: "lstm", value: 0.5), .init(model: "gru", value: 0.5, deviation: 0.1),
        ], note: "five seeds in the paper"),
      names: [("ltc", "LTC"), ("lstm", "LSTM"), ("gru", "GRU"), ("cfc", "CfC | gated")],
      results: [
        result("ltc", 1, metric: 0.90, drop: 0.8), result("ltc", 2, metric: 0.94, drop: 0.7),
        result("ltc", 3, metric: nil, state: .diverged), result("lstm", 1, metric: 0.6),
        result("gru", 1, metric: 0.6), result("cfc", 1, metric: nil, state: .diverged),
      ])
  }

  @Test func figuresAreMeansOverSoundRunsWithSampleDeviations() throws {
    let ltc = try #require(report().models.first)
    #expect(abs(try #require(ltc.metric?.mean) - 0.92) < 1e-12 && ltc.metric?.count == 2)
    #expect(abs(try #require(ltc.metric?.deviation) - 0.02 * 2.0.squareRoot()) < 1e-12)
    #expect(ltc.runs == 3 && ltc.diverged == 1)
    #expect(abs(try #require(ltc.conditions.first?.metric?.mean) - 0.75) < 1e-12)
    let published = try #require(ltc.published)
    #expect(abs(try #require(published.deviations) - (0.92 - 0.9463) / 0.0017) < 1e-9)
    #expect(report().models.map(\.published?.verdict) == [.worse, .better, .agrees, nil])
    #expect(Spread([]) == nil && Spread([3])?.deviation == nil)
  }

  private func report(_ results: [BenchmarkResult], folds: [BenchmarkFold]? = nil) -> BenchmarkReport {
    BenchmarkReport(
      task: "words", command: "lnn-top benchmark words.csv", metric: .auc, part: "test",
      sequences: [8, 2, 2], isLeaky: false, plan: BenchmarkPlan(), names: [("ltc", "LTC")],
      results: results, folds: folds)
  }

  @Test func runsWithoutAFigureDidNotDiverge() throws {
    let report = report([result("ltc", 1, metric: 0.9), result("ltc", 2, metric: nil)])
    let ltc = try #require(report.models.first)
    #expect(ltc.diverged == 0 && ltc.withoutFigure == 1 && ltc.metric?.count == 1)
    #expect(BenchmarkTables(report).text.contains("2, 1 without a figure"))
  }

  @Test func everyMeanOverGroupsIsOneOfTheirMeans() throws {
    let runs = [
      [result("ltc", 1, metric: 0.8, drop: 0.6), result("ltc", 2, metric: 0.6, drop: 0.4)],
      [result("ltc", 1, metric: 0.3, drop: 0.1), result("ltc", 2, metric: nil, state: .diverged)],
    ]
    let folds = zip(["ada", "bob"], runs).map { value, results in
      BenchmarkFold(
        group: HeldOut(column: "speaker", values: [value]), sequences: [8, 2, 2], naive: nil, results: results
      )
    }
    let ltc = try #require(report(runs.flatMap { $0 }, folds: folds).models.first)
    for (spread, mean) in [(ltc.metric, 0.5), (ltc.loss, 0.5), (ltc.conditions.first?.metric, 0.3)] {
      let spread = try #require(spread)
      #expect(abs(spread.mean - mean) < 1e-12 && spread.count == 2)
    }
    #expect(ltc.runs == 4 && ltc.diverged == 1)
  }

  @Test func groupsHaveFileNamesOfTheirOwn() {
    func names(_ values: [String]) -> [String] {
      HeldOutTurn.all(of: "speaker", values: values).map { $0.fileName }
    }
    #expect(names(["ada", "bob"]) == ["speaker-ada", "speaker-bob"])
    #expect(names(["a b", "a/b", "c"]) == ["speaker-a-b-1", "speaker-a-b-2", "speaker-c-3"])
  }

  @Test func readsLikeThisAsText() {
    #expect(
      BenchmarkTables(report(isLeaky: true)).text == """
        occupancy: accuracy over the test part, larger is better; 100/20/30 sequences for training/validation/test
        LEAKY SPLIT: overlapping windows were assigned at random, so what is tested was also trained on. For \
        comparison with published figures only.
        five seeds in the paper

        MODEL            ACCURACY           RUNS          LOSS  PARAMETERS  SYNAPSES  BEST EPOCH   TIME        \
        PUBLISHED  DIFFERENCE  VERDICT
        LTC          0.92 ± 0.028  3, 1 diverged  0.08 ± 0.028         300        64           4  2.0 s  \
        0.9463 ± 0.0017      -15 sd  worse
        LSTM                  0.6              1           0.4         300        64           4  2.0 s              \
        0.5        +0.1  better
        GRU                   0.6              1           0.4         300        64           4  2.0 s        \
        0.5 ± 0.1       +1 sd  agrees
        CfC | gated             -  1, 1 diverged             -         300        64           -      -                \
        -           -  -

        accuracy by drop: the probability that a step is missing
        MODEL            AS IT IS           0.3
        LTC          0.92 ± 0.028  0.75 ± 0.071
        LSTM                  0.6             -
        GRU                   0.6             -
        CfC | gated             -             -

        agrees: at most one published standard deviation away; published: LTC paper, table 3
        """)
  }

  @Test func markdownBeginsWithTheCommandAndKeepsBarsOutOfTables() {
    let lines = BenchmarkTables(report()).markdown.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.prefix(3) == ["```sh", "lnn-top benchmark occupancy.csv --seeds 3", "```"])
    let tables = lines.filter { $0.hasPrefix("|") }
    #expect(tables.count == 6 + 6)
    #expect(tables[1].hasPrefix("| --- | ---: |"))
    #expect(tables.contains { $0.hasPrefix("| CfC \\| gated | - |") })
    #expect(!lines.contains { $0.contains("LEAKY") })
  }

  @Test func progressCountsRunsAndTellsDivergedOnes() {
    var progress = BenchmarkProgress(total: 4, reused: 1)
    var diverged = result("cfc", 1, metric: nil, state: .diverged)
    diverged.explanation = "the loss became NaN"
    #expect(
      progress.finish(name: "cfc seed 1", diverged, metricName: "accuracy", part: "test")
        == "[2/4] cfc seed 1: diverged in 2.0 s: the loss became NaN")
    let good = result("ltc", 1, metric: 0.95)
    #expect(
      progress.finish(name: "ltc seed 1", good, metricName: "accuracy", part: "test")
        == "[3/4] ltc seed 1: done in 2.0 s, accuracy 0.95 over the test part")
  }
}
