import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

/// A predictor that is given a table's rows one by one gives what `eval --predictions` writes, to the last bit.
@Suite struct PredictorParityTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let options: String
    var style = DriveTable.Style.plain
    var ahead: [Int] = []
    /// Whether eval and the predictor run through whole sequences.
    var whole = false
    /// Whether the time between rows alone says the same as their times.
    var elapsedIsEnough = false

    var testDescription: String { "\(options) \(style)" }
  }

  static let cases = [
    Case(options: "--inputs speed,gear --targets y --time when_s --sequence drive", elapsedIsEnough: true),
    Case(options: "--inputs speed,sensor --targets y,z --time none --sequence none --window 8"),
    Case(
      options: "--inputs speed,sensor --targets y --time when_s --sequence drive --window 8 --warm-up 5",
      elapsedIsEnough: true),
    Case(
      options: "--inputs speed,gear,sensor --targets y --time when_s --sequence drive --window 8", whole: true
    ),
    Case(options: "--inputs gear,sensor --targets y --time when_s --sequence drive --missing mask"),
    Case(options: "--inputs gear,sensor --targets y --time when_s --sequence drive --missing fill-and-mask"),
    Case(options: "--inputs speed,gear,sensor --targets y --time when_s --sequence drive --missing drop"),
    Case(
      options: "--inputs speed,sensor --targets y --time when_s --sequence drive --missing drop --window 6"
        + " --warm-up 3"),
    Case(
      options: "--inputs speed --targets y --kind forecast --horizon 1..3 --time when_s --sequence drive"
        + " --window 8"),
    Case(
      options: "--inputs speed --targets y --kind forecast --horizon 2 --known-ahead slope --time when_s"
        + " --sequence drive", ahead: [2]),
    Case(
      options:
        "--inputs speed --targets y --kind forecast --horizon 1..2 --known-ahead slope,hour-of-day,elapsed"
        + " --time-features hour-of-day,elapsed --time when_s --sequence drive", style: .dates, ahead: [1, 2]),
    Case(
      options: "--inputs speed,gear --targets pace --time when_s --sequence drive --target-steps mean"),
    Case(
      options: "--inputs speed,gear --targets y --time when_s --sequence drive --target-steps mean --window 7"
    ),
    Case(options: "--inputs speed,gear --targets pace --time when_s --sequence drive --window 16"),
    Case(
      options: "--inputs speed,gear --targets on --loss binary-cross-entropy --time when_s --sequence drive"),
    Case(
      options: "--inputs load,speed --targets y --time when_s --sequence drive --missing-markers *=-999"),
    Case(
      options: "--inputs load,speed --targets y --time when_s --sequence drive --categories load"
        + " --missing-markers load=-999 --missing mask"),
    Case(
      options: "--inputs speed --targets y --time-features hour-of-day,day-of-week,weekend,days,elapsed"
        + " --time when_s --sequence drive", style: .dates),
    Case(
      options: "--inputs speed --targets y --time when_s --sequence drive --time-features elapsed",
      elapsedIsEnough: true),
    Case(
      options: "--inputs speed,sensor --targets y --time when_s --sequence drive --cut-gaps 20",
      elapsedIsEnough: true),
    Case(
      options:
        "--inputs speed,sensor --targets y --time when_s --sequence drive --cut-gaps 20s --missing drop",
      style: .dates),
    Case(
      options: "--inputs speed,gear,sensor --targets y --time when_s --sequence drive --resample 0.5",
      style: .regular, elapsedIsEnough: true),
    Case(
      options: "--inputs speed,slope,sensor --targets y --time when_s --sequence drive --window 8",
      style: .european),
    Case(
      options: "--inputs speed --targets y --time when_s --sequence drive --time-zone Europe/Berlin"
        + " --time-features hour-of-day", style: .european),
    Case(options: "--inputs speed,sensor --targets y --time day,clock --sequence drive", style: .parts),
    Case(
      options: "--inputs speed,sensor --targets y --time when_s --sequence drive --missing-words broken",
      style: .words),
    Case(options: "--inputs speed,when_s --targets y --time when_s --sequence drive"),
    Case(
      options:
        "--inputs speed --targets y --scaling none --target-scaling none --time when_s --sequence drive"),
  ]

  @Test(arguments: cases) func predictions(_ example: Case) throws {
    for cell in ["ltc", "cfc", "lstm"] {
      #expect(try faults(example, cell: cell) == [])
    }
  }

  @Test(
    "Every cell has the bits of an evaluation",
    arguments: ["cfc-no-gate", "cfc-pure", "gru", "ct-rnn", "neural-ode", "ct-gru"])
  func otherCells(_ cell: String) throws {
    #expect(try faults(Self.cases[2], cell: cell) == [])
  }

  @Test(arguments: [
    "--wiring full --units 9", "--solver rk4", "--mixed-memory", "--readout dense --model cfc",
    "--wiring full --model cfc",
  ])
  func otherNetworks(_ options: String) throws {
    let example = Case(options: Self.cases[2].options + " " + options)
    #expect(try faults(example, cell: options.contains("--model") ? nil : "ltc") == [])
  }

  @Test("The comparison finds a network that is run otherwise")
  func control() throws {
    #expect(try !faults(Self.cases[2], cell: "ltc", runsOtherwise: true).isEmpty)
  }

  /// Where a predictor and the program differ.
  private func faults(_ example: Case, cell: String?, runsOtherwise: Bool = false) throws -> [String] {
    let folder = try TemporaryFolder()
    try folder.write(DriveTable(example.style, seed: 1).text, to: "train.csv")
    let table = DriveTable(example.style, seed: 2)
    try folder.write(table.text, to: "other.csv")
    let network = cell.map { ["--model", $0] } ?? []
    let options = example.options.split(separator: " ").map(String.init)
    let train = try CommandRun(
      ["train", "train.csv", "--no-run", "--quiet", "--model-out", "m.safetensors", "--steps", "3"] + network
        + (options.contains("--units") ? [] : ["--units", "10"]) + options, in: folder)
    try #require(train.status == 0, "\(train.messages)")
    let eval = try CommandRun(
      ["eval", "m.safetensors", "other.csv", "--predictions", "p.csv"] + (example.whole ? ["--whole"] : []),
      in: folder)
    try #require(eval.status == 0, "\(eval.messages)")
    let file = try CSVFile(path: folder.path("p.csv"))
    #expect(file.rows.count > 20)

    let url = folder.url.appendingPathComponent("m.safetensors")
    let predictor = try Predictor(contentsOf: url, whole: example.whole != runsOtherwise)
    let rows = table.fields(ahead: example.ahead)
    let answers = try rows.map { try predictor.step($0) }
    let comparison = Comparison(file, predictor)
    let faults = comparison.faults(answers).map { "\(cell ?? ""): \($0)" }
    guard example.elapsedIsEnough else { return faults }

    // Without the times.
    predictor.reset()
    let seconds = table.seconds
    let timed = try rows.indices.map { index in
      let row = rows[index].filter { $0.key != "when_s" }
      let begins = index == 0 || rows[index]["drive"] != rows[index - 1]["drive"]
      return try predictor.step(row, elapsed: begins ? 0 : seconds[index] - seconds[index - 1])
    }
    return faults + comparison.faults(timed).map { "\(cell ?? ""), without times: \($0)" }
  }
}

/// The predictions of the program beside a predictor's.
private struct Comparison {
  private let file: CSVFile
  private let predictor: Predictor

  init(_ file: CSVFile, _ predictor: Predictor) {
    self.file = file
    self.predictor = predictor
  }

  /// The first differences, by the row; `answers` are those to the rows of the table.
  func faults(_ answers: [Prediction]) -> [String] {
    var faults: [String] = []
    for row in file.rows {
      let field = { (name: String) in file.header.firstIndex(of: name).map { row[$0] } }
      guard let number = field("row").flatMap({ Int($0) }) else { return ["no row"] }
      for output in predictor.outputs where field("horizon").map({ $0 == "\(output.rowsAhead)" }) ?? true {
        let column = predictor.schema.targetColumns.first { output.name.hasPrefix($0) } ?? output.name
        // Of a mean only the last step's counts.
        if predictor.schema.targetSteps == .mean, field("truth_\(column)") == "" { continue }
        let answer = answers[number - 1 - output.rowsAhead]
        var pairs: [(String?, Double?)] = []
        switch output.kind {
        case .number: pairs = [(field("answer_\(column)"), answer[output.name])]
        case .bit:
          pairs = [
            (field("answer_\(column)"), answer[output.name]),
            (field("probability_\(column)"), answer.probabilities[output.name]),
          ]
        case .label(let classes):
          pairs = classes.map { (field("probability_\($0)"), answer.probabilities[$0]) }
          if field("answer_\(column)") != answer.label {
            faults.append("row \(number): \(answer.label ?? "")")
          }
        }
        for (expected, found) in pairs where expected.flatMap({ Double($0) }) != found || found == nil {
          faults.append(
            "row \(number) \(output.name): \(expected ?? "nothing"), not \(found.map { "\($0)" } ?? "nothing")"
          )
        }
      }
    }
    return Array(faults.prefix(3)) + (faults.count > 3 ? ["\(faults.count) in all"] : [])
  }
}
