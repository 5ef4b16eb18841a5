import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

/// A trained network on a stream answers to each row as a predictor does.
@Suite struct TrainedStreamTests {
  /// Those that answer at one horizon; the means over a window are no answers to its rows.
  private static let cases = PredictorParityTests.cases.filter {
    $0.ahead.isEmpty && !$0.options.contains("..") && !$0.options.contains("mean")
  }

  @Test(arguments: cases) func predictions(_ example: PredictorParityTests.Case) throws {
    let folder = try trained(example.options, style: example.style)
    let table = DriveTable(example.style, seed: 2)
    try folder.write(table.text, to: "other.csv")
    let stream = try run(
      "stream other.csv --init m.safetensors --learn off --headless --no-run --quiet --predictions p.csv",
      in: folder)
    try #require(stream.status == 0, "\(stream.messages)")
    let file = try CSVFile(path: folder.path("p.csv"))
    let predictor = try Predictor(
      contentsOf: folder.url.appendingPathComponent("m.safetensors"), whole: true)
    var answered = 0
    for (index, row) in table.fields().enumerated() {
      let wanted = try predictor.step(row)
      let line = file.rows.first { $0[0] == "\(index + 1)" }
      #expect((line == nil) == !wanted.lacking.isEmpty)
      guard let line else { continue }
      answered += 1
      if predictor.schema.isClassification {
        #expect(line[2] == wanted.label)
      } else {
        for (place, output) in predictor.outputs.enumerated() {
          let value = try #require(wanted.probabilities[output.name] ?? wanted[output.name])
          let found = try #require(Double(line[2 + place]))
          #expect((found - value).magnitude < 1e-4 * max(1, value.magnitude), "row \(index + 1)")
        }
      }
    }
    #expect(answered > 10)
  }

  private func run(_ line: String, in folder: TemporaryFolder) throws -> CommandRun {
    try CommandRun(line.split(separator: " ").map(String.init), in: folder)
  }

  private func trained(_ options: String, style: DriveTable.Style = .plain) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(DriveTable(style, seed: 1).text, to: "train.csv")
    let train = try run(
      "train train.csv --no-run --quiet --model-out m.safetensors --steps 3 --units 10 \(options)", in: folder
    )
    try #require(train.status == 0, "\(train.messages)")
    return folder
  }

  @Test("a network that learns on is still one that eval can use, and its run goes on where it was")
  func learning() throws {
    let folder = try trained("--inputs speed,sensor --targets y --time when_s --sequence drive")
    try folder.write(DriveTable(.plain, seed: 2, rows: 400).text, to: "other.csv")
    let stream = try run(
      "stream other.csv --init m.safetensors --headless --run r.lnnrun --model-out m2.safetensors", in: folder
    )
    try #require(stream.status == 0, "\(stream.messages)")
    #expect(stream.output.contains("rows        400, judged 400"), "\(stream.output)")
    let first = try run("eval m.safetensors other.csv", in: folder)
    let second = try run("eval m2.safetensors other.csv", in: folder)
    #expect(second.status == 0 && first.output != second.output)
    let resumed = try run("stream other.csv --resume r.lnnrun --headless", in: folder)
    #expect(resumed.status == 0, "\(resumed.messages)")
    #expect(resumed.messages.contains("after row 400"), "\(resumed.messages)")
  }

  @Test(
    "targets are read as training read them",
    arguments: [
      ("--targets load --missing-markers load=-999 --inputs speed", DriveTable.Style.plain),
      ("--targets y --inputs speed", .european),
      ("--targets sensor --inputs speed --missing-words broken", .words),
    ])
  func targets(options: String, style: DriveTable.Style) throws {
    let folder = try trained(options + " --time when_s --sequence drive --kind regression", style: style)
    try folder.write(DriveTable(style, seed: 2).text, to: "other.csv")
    let eval = try run("eval m.safetensors other.csv --whole", in: folder)
    let stream = try run(
      "stream other.csv --init m.safetensors --learn off --headless --no-run", in: folder)
    func figure(_ run: CommandRun) throws -> String {
      let line = try #require(
        run.output.split(separator: "\n").first { $0.hasPrefix("mae ") }, "\(run.messages)")
      return String(line.split(separator: " ")[1])
    }
    let (wanted, found) = (try figure(eval), try figure(stream))
    #expect(wanted == found)
  }

  @Test("late labels count, at the end of their sequence at the latest", arguments: [0, 3, 40])
  func lateLabels(delay: Int) throws {
    let folder = try trained("--inputs speed --targets y --time when_s --sequence drive")
    let table = DriveTable(.plain, seed: 2)
    try folder.write(table.text, to: "other.csv")
    let stream = try run(
      "stream other.csv --init m.safetensors --label-delay \(delay) --headless --no-run", in: folder)
    let open = min(delay, table.rows.count { $0[1] == table.rows.last?[1] })
    #expect(
      stream.output.contains("rows        70, judged \(70 - open)"), "\(stream.output) \(stream.messages)")
  }

  @Test(
    "what does not go together is told in one line",
    arguments: [
      ("--init m.safetensors --horizon 2", "--horizon does not go with --init"),
      ("--init m.safetensors --units 8", "--units does not go with --init"),
      ("--init none.safetensors", "none.safetensors"),
      ("--init bare.safetensors", "says nothing of the columns"),
      (
        "--init wrong.safetensors",
        "the network was trained with the input 'grade', and the stream has no such column"
      ),
      ("--init several.safetensors", "1, 2, 3 rows ahead at once"),
      ("--init last.safetensors", "one target a sequence"),
      ("--init target.safetensors", "cannot learn without the column 'level'"),
    ])
  func mistakes(options: String, words: String) throws {
    let folder = try trained("--inputs speed --targets y --time when_s --sequence drive")
    try ModelFile.write(
      Model(
        cell: try LTC(wiring: .autoNCP(inputs: 2, units: 10, outputs: 1, sparsity: 0.5, seed: 1)), seed: 1),
      to: folder.url.appendingPathComponent("bare.safetensors"))
    let table = DriveTable(.plain, seed: 1).text
    try folder.write(table.replacingOccurrences(of: "slope", with: "grade"), to: "grade.csv")
    try folder.write(table.replacingOccurrences(of: ",y,", with: ",level,"), to: "level.csv")
    for (file, name, more) in [
      ("grade.csv", "wrong", "--inputs grade"),
      ("train.csv", "last", "--inputs speed --target-steps last"),
      ("level.csv", "target", "--inputs speed --targets level"),
      ("train.csv", "several", "--inputs speed --kind forecast --horizon 1..3"),
    ] {
      let train = try run(
        "train \(file) --no-run -q --steps 1 --model-out \(name).safetensors --time when_s --sequence drive"
          + " \(more)\(more.contains("--targets") ? "" : " --targets y")", in: folder)
      try #require(train.status == 0, "\(train.messages)")
    }
    let found = try run("stream train.csv --headless --no-run --quiet \(options)", in: folder)
    #expect(found.status != 0)
    #expect(found.messages.contains(words), "\(found.messages)")
    #expect(found.messages.split(separator: "\n").count == 1, "\(found.messages)")
  }
}
