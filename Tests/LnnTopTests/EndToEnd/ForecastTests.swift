import Foundation
import TestSupport
import Testing

/// Forecasts of several rows at once, with inputs that are known in advance, and after the last row.
@Suite struct ForecastTests {
  private let rows = (0..<160).map { row in
    (time: row, wave: sin(Double(row) / 4), day: (row * row) % 7 < 2 ? 1 : 0)
  }

  private func folder(_ options: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(text(rows.map { ("\($0.time)", "\($0.wave)") }), to: "d.csv")
    let train = try CommandRun(
      [
        "train", "d.csv", "--kind", "forecast", "--targets", "y", "--time", "t", "--steps", "5", "--units",
        "16",
        "--quiet", "--run", "a.lnnrun",
      ] + options.split(separator: " ").map(String.init), in: folder)
    #expect(train.status == 0, "\(train.messages)")
    return folder
  }

  private func text(_ rows: [(String, String)]) -> String {
    "t,y\n" + rows.map { "\($0.0),\($0.1)\n" }.joined()
  }

  @Test func severalHorizonsAreTrainedAtOnce() throws {
    let folder = try folder("--inputs y --horizon 1..4")
    let eval = try CommandRun(["eval", "a.lnnrun", "d.csv", "--json", "--predictions", "p.csv"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
    let file = try CSVFile(path: folder.path("p.csv"))
    #expect(file.header == ["part", "sequence", "row", "time", "horizon", "truth_y", "answer_y"])
    // The test part is 24 rows: 20 of them are forecast from, with each horizon.
    #expect(file.rows.count == 80 && Set(file.texts("horizon")) == ["1", "2", "3", "4"])
    for row in file.rows {
      let number = try #require(Int(row[2]))
      #expect(row[3] == "\(rows[number - 1].time)" && Double(row[5]) == rows[number - 1].wave)
    }
    let errors = zip(file.numbers(of: "truth_"), file.numbers(of: "answer_")).map { abs($0 - $1) }
    let printed = try #require(try eval.objects().last?["metric_value"] as? Double)
    #expect(abs(errors.reduce(0, +) / 80 - printed) < 1e-9)
  }

  /// The same as for rows that are in the file without their targets, and beyond the horizon as for rows that hold the
  /// answers. The last is the nearest horizon.
  @Test(arguments: [("1", 1, 1), ("3", 3, 3), ("1..3", 3, 1), ("2..3 --window 8", 3, 2)])
  func theFutureFollowsTheLastRow(options: String, horizon: Int, nearest: Int) throws {
    let folder = try folder("--inputs y --horizon \(options)")
    let ahead = try CommandRun(
      ["eval", "a.lnnrun", "d.csv", "--ahead", "7", "--whole", "--json", "--predictions", "p.csv"], in: folder
    )
    #expect(ahead.status == 0, "\(ahead.messages)")
    let future = try CSVFile(path: folder.path("p.csv")).rows.filter { $0[0] == "future" }
    #expect(future.map { $0[3] } == (160..<167).map { "\($0)" } && future.allSatisfy { $0[2].isEmpty })
    #expect((try ahead.objects().last?["future"] as? [Any])?.count == 7)
    var known = rows.map { ("\($0.time)", "\($0.wave)") }
    for start in stride(from: 0, to: 7, by: horizon) {
      let next = start..<min(start + horizon, 7)
      // All horizons must reach a row of the file.
      let open = (start..<start + horizon).map { ("\(160 + $0)", "") }
      try folder.write(text(known + open), to: "more.csv")
      let eval = try CommandRun(
        ["eval", "a.lnnrun", "more.csv", "--whole", "--predictions", "q.csv"], in: folder)
      #expect(eval.status == 0, "\(eval.messages)")
      let file = try CSVFile(path: folder.path("q.csv"))
      for index in next {
        let reach = nearest == horizon ? horizon : max(index - start + 1, nearest)
        let found = file.rows.filter { row in
          row[3] == "\(160 + index)" && (file.header.contains("horizon") ? row[4] == "\(reach)" : true)
        }
        let expected = try #require(found.first?.last.flatMap { Double($0) })
        let answer = try #require(future[index].last.flatMap { Double($0) })
        #expect(abs(answer - expected) < 1e-5 && found.count == 1, "row \(index) of \(options)")
      }
      known += next.map { ("\(160 + $0)", future[$0].last ?? "") }
    }
  }

  @Test(arguments: [
    ("--inputs day", "2", ["'day'", "--horizon 1..2"]),
    ("--inputs day --known-ahead day", "1", ["'day'", "add the rows"]), ("--inputs day", "1", []),
  ])
  func whatIsNotKnownAfterTheLastRowIsTold(options: String, ahead: String, words: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write("t,day,y\n" + rows.map { "\($0.time),\($0.day),\($0.wave)\n" }.joined(), to: "d.csv")
    let train = try CommandRun(
      [
        "train", "d.csv", "--kind", "forecast", "--targets", "y", "--time", "t", "--steps", "2", "--units",
        "16",
        "--quiet", "--model-out", "m.safetensors", "--no-run",
      ] + options.split(separator: " ").map(String.init), in: folder)
    #expect(train.status == 0, "\(train.messages)")
    let eval = try CommandRun(["eval", "m.safetensors", "d.csv", "--ahead", ahead], in: folder)
    #expect(eval.status == (words.isEmpty ? 0 : 1), "\(eval.messages)")
    for word in words { #expect(eval.message.contains(word), "\(eval.message)") }
    let lines = eval.output.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(
      lines.contains { $0.starts(with: ["ahead", "1", "160", "y"]) } == words.isEmpty, "\(eval.output)")
  }
}
