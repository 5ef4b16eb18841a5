import Foundation
import Liquid
import TestSupport
import Testing

/// Figures of probabilities through the program: of a run, of an evaluation and of a comparison.
@Suite struct ClassFiguresCommandTests {
  /// Short sequences whose class follows their inputs, but for some.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 5)
    var text = "stay,hr,died\n"
    for stay in 0..<80 {
      let died = stay % 3 == 0
      for _ in 0..<4 {
        let rate = 80 + (died ? 15 : 0) + 20 * (random.uniform() - 0.5)
        text += "\(stay),\(rate),\(died != (random.uniform() < 0.1) ? "yes" : "no")\n"
      }
    }
    try folder.write(text, to: "stays.csv")
    let train = try CommandRun(
      [
        "train", "stays.csv", "--sequence", "stay", "--units", "12", "--epochs", "3", "--headless", "--quiet",
        "--run", "a.lnnrun",
      ], in: folder)
    try #require(train.status == 0, "\(train.messages)")
    return folder
  }

  @Test func evalShowsFiguresOfThePredictionsThatItWrites() throws {
    let folder = try Self.folder()
    let eval = try CommandRun(
      [
        "eval", "a.lnnrun", "stays.csv", "--part", "all", "--json", "--predictions", "p.csv", "--specificity",
        "0.5,0.8", "--resamples", "200",
      ], in: folder)
    try #require(eval.status == 0, "\(eval.messages)")
    let found = try #require((eval.objects().last?["figures"] as? [[String: Any]])?.first)
    let file = try CSVFile(path: folder.path("p.csv"))
    let (scores, truths) = (file.numbers(of: "probability_yes"), file.texts("truth_died").map { $0 == "yes" })
    let errors = zip(scores, truths).map { pow($0 - ($1 ? 1 : 0), 2) }
    let brier = try #require(found["brier"] as? Double)
    #expect(abs(brier - errors.reduce(0, +) / Double(errors.count)) < 1e-12)
    var (wins, pairs) = (0.0, 0.0)
    for (score, isPositive) in zip(scores, truths) where isPositive {
      for (other, isPositive) in zip(scores, truths) where !isPositive {
        wins += score > other ? 1 : score == other ? 0.5 : 0
        pairs += 1
      }
    }
    let area = try #require(found["area"] as? Double)
    #expect(abs(area - wins / pairs) < 1e-12)
    let interval = try #require(found["area_interval"] as? [String: Any])
    #expect(interval["unit"] as? String == "sequence" && interval["units"] as? Int == 80)
    #expect(interval["resamples"] as? Int == 200)
    let (low, high) = (interval["low"] as? Double ?? .nan, interval["high"] as? Double ?? .nan)
    #expect(low < area && area < high)
    let points = try #require(found["operating_points"] as? [[String: Any]])
    #expect(points.map { $0["least_specificity"] as? Double } == [0.5, 0.8])
    #expect(found["positive_class"] as? String == "yes" && found["count"] as? Int == 320)
    let bins = try #require(found["bins"] as? [[String: Any]])
    #expect(bins.count == 10 && bins.reduce(0) { $0 + ($1["count"] as? Int ?? 0) } == 320)
  }

  @Test func evalAndReportShowWhatTheRunHolds() throws {
    let folder = try Self.folder()
    let eval = try CommandRun(["eval", "a.lnnrun", "stays.csv"], in: folder)
    let area = try #require(eval.output.split(separator: "\n").first { $0.hasPrefix("area under ROC") })
    for words in [
      "brier score", "calibr. error", "at a specificity of", "reliability of the probability of yes",
    ] {
      #expect(eval.output.contains(words), "\(words)")
    }
    let report = try CommandRun(["report", "a.lnnrun"], in: folder)
    try #require(report.status == 0, "\(report.messages)")
    let page = try #require(ReportPage(try folder.text("a.html")), "not well-formed")
    #expect(page.flaws == [])
    // The run's own figures are those of the same rows.
    #expect(page.text.contains(area.dropFirst("area under ROC".count).trimmingCharacters(in: .whitespaces)))
    #expect(page.all("svg").contains { $0.attributes["aria-labelledby"]?.hasPrefix("reliability-0") == true })
  }

  @Test func benchmarkHasATableOfTheirMeansOnRequest() throws {
    let folder = try Self.folder()
    let words = [
      "benchmark", "stays.csv", "--sequence", "stay", "--models", "gru", "--seeds", "2", "--epochs", "1",
      "--units",
      "8", "--quiet", "--out", "b",
    ]
    let plain = try CommandRun(words, in: folder)
    let full = try CommandRun(words + ["--figures"], in: folder)
    try #require(full.status == 0, "\(full.messages)")
    #expect(
      !plain.output.contains("CALIBRATION ERROR")
        && full.output.contains(plain.output.split(separator: "\n")[0]))
    let lines = full.output.split(separator: "\n")
    let title = try #require(lines.firstIndex { $0.hasPrefix("probabilities over the test part") })
    #expect(lines[title + 1].contains("AUC") && lines[title + 1].contains("SENSITIVITY AT 0.95"))
    #expect(lines[title + 2].hasPrefix("GRU") && lines[title + 2].contains("±"))
  }

  @Test func numbersHaveNoSuchFigures() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    let train = try CommandRun(
      [
        "train", "waves.csv", "--window", "16", "--steps", "3", "--units", "12", "--quiet", "--run",
        "a.lnnrun",
      ],
      in: folder)
    try #require(train.status == 0, "\(train.messages)")
    let eval = try CommandRun(["eval", "a.lnnrun", "waves.csv", "--json"], in: folder)
    #expect(try eval.objects().last?["figures"] == nil)
  }

  @Test func aSpecificityThatIsNoneIsRefused() throws {
    let folder = try TemporaryFolder()
    for (word, message) in [("1", "above 0 and below 1"), ("a", "numbers with commas")] {
      let run = try CommandRun(["eval", "a", "b.csv", "--specificity", word], in: folder)
      #expect(run.status == 2 && run.message.contains(message), "\(run.messages)")
    }
  }
}
