import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

/// The programs of `Tests/Outside`, another package: what the library shows to strangers is enough to write them.
@Suite(
  "Programs of another package",
  .enabled(if: Toolchain.path(of: "swift") != nil, "there is no swift on the path"))
struct OutsideTests {
  @Test("the README's example prints a loss that falls")
  func learnsASine() throws {
    let lines = try Self.output(of: "learns-a-sine").split(separator: "\n")
    let losses = lines.compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
    #expect(losses.count == 3 && losses == losses.sorted(by: >) && losses[2] < 0.01, "\(lines)")
  }

  /// The oscillator of the sample data, whose rows come at irregular times, in a folder of its own.
  private func oscillator() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let sample = Document.package.appendingPathComponent("sample-data/irregular-oscillator.csv")
    try folder.write(String(contentsOf: sample, encoding: .utf8), to: "table.csv")
    return folder
  }

  private let trains =
    "train table.csv --inputs force --targets place --time time_s --sequence swing --epochs 3 --headless --json"
    + " --model-out m.safetensors --run r.lnnrun"

  private func run(_ line: String, in folder: TemporaryFolder) throws -> CommandRun {
    let run = try CommandRun(line.split(separator: " ").map(String.init), in: folder)
    try #require(run.status == 0, "\(line): \(run.messages)")
    return run
  }

  @Test("training on a table gives the bits that lnn-top train gives, and the model streams")
  func trainsAndStreams() throws {
    let folder = try oscillator()
    let output = try Self.output(
      of: "trains-and-streams", [folder.path("table.csv"), folder.path("own.safetensors")])
    let lines = output.split(separator: "\n").map(String.init)
    let losses = lines.filter { $0.hasPrefix("validation") }.map {
      $0.split(separator: " ").last.flatMap { Double($0) }
    }
    let told = try run(trains + " --window 32", in: folder).objects().filter { $0["done"] == nil }
    #expect(losses.count == 3 && told.count == 3)
    for (loss, line) in zip(losses, told) {
      let (loss, other) = (try #require(loss), try #require(line["validation_loss"] as? Double))
      #expect(abs(loss - other) < 1e-12)
    }
    let models = try ["own.safetensors", "m.safetensors"].map {
      try ModelFile.read(contentsOf: folder.url.appendingPathComponent($0)).model
    }
    #expect(models[0].parameters.map(\.bitPattern) == models[1].parameters.map(\.bitPattern))

    // The numbers of the stream are those of the whole sequence.
    let answers = lines.filter { $0.hasPrefix("after") }.compactMap {
      $0.split(separator: " ").last.flatMap { Double($0) }
    }
    let batch = try SequenceBatch(inputs: [[[1.4], [0], [0], [0]]], elapsed: [[1, 1, 2.5, 0.3]])
    let schema = try Predictor(contentsOf: folder.url.appendingPathComponent("m.safetensors")).schema
    let expected = try models[1].outputs(batch)[0].map { schema.preciseAnswers($0)[0] }
    #expect(answers.count == 4 && zip(answers, expected).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test("predictions of rows that come in are those of lnn-top eval, to the last digit")
  func predictsRows() throws {
    let folder = try oscillator()
    _ = try run(trains, in: folder)
    _ = try run("eval m.safetensors table.csv --part all --predictions p.csv", in: folder)
    let output = try Self.output(
      of: "predicts-rows", [folder.path("m.safetensors")], input: folder.path("table.csv"))
    let answers = output.split(separator: "\n").map { $0.split(separator: " ").last.flatMap { Double($0) } }
    let file = try CSVFile(path: folder.path("p.csv"))
    var compared = 0
    for (row, answer) in zip(file.texts("row"), file.texts("answer_place")) {
      let number = try #require(Int(row))
      #expect(answers[number - 1] == Double(answer), "row \(number)")
      compared += 1
    }
    #expect(compared > 100 && answers.count >= compared)
  }

  @Test("time constants and currents are shown live, as the run recorded them")
  func looksInside() throws {
    let folder = try oscillator()
    _ = try run(trains, in: folder)
    _ = try run("export r.lnnrun --format csv -o t", in: folder)
    _ = try run("eval m.safetensors table.csv --part validation --predictions p.csv", in: folder)
    // The probe is the first sequence that validates; its rows alone go to the program.
    let probe = try #require(try CSVFile(path: folder.path("p.csv")).texts("sequence").first)
    let table = try String(contentsOfFile: folder.path("table.csv"), encoding: .utf8).split(separator: "\n")
    let rows = table.dropFirst().filter { $0.hasPrefix(probe + ",") }
    try folder.write(([table[0]] + rows).joined(separator: "\n") + "\n", to: "probe.csv")
    let output = try Self.output(
      of: "looks-inside", [folder.path("m.safetensors"), folder.path("probe.csv")])
    let lines = output.split(separator: "\n")
    let shown = lines.filter { $0.hasPrefix("time constants") }
      .map { $0.split(separator: " ").dropFirst(2).dropLast().map { Double($0) } }
    #expect(lines.filter { $0.hasPrefix("strongest current") }.count == rows.count)

    let traces = try CSVFile(path: folder.path("t/traces.csv"))
    let last = try #require(traces.texts("step").last)
    let columns = traces.header.indices.filter { traces.header[$0].hasPrefix("time constant:") }
    let series = try #require(traces.header.firstIndex(of: "series"))
    let recorded = traces.rows.filter { $0[0] == last && $0[series] == "nominal" }
      .map { row in columns.map { Double(row[$0]) } }
    #expect(shown.count == rows.count && recorded.count == rows.count && columns.count == 32)
    for (one, other) in zip(shown.joined(), recorded.joined()) {
      // A run keeps traces in 16 bits.
      let (one, other) = (try #require(one), try #require(other))
      #expect(abs(one - other) < 2e-3 * abs(other), "\(one), \(other)")
    }
  }

  @Test(
    "a network that learns from each row errs less than no change, in each regime of a plant that changes")
  func learnsOnline() throws {
    let sample = Document.package.appendingPathComponent("sample-data/three-regimes.csv").path
    let lines = try Self.output(of: "learns-online", input: sample).split(separator: "\n")
    let figures = try lines.map { line in
      let match = try #require(
        line.wholeMatch(of: /row (\d+): error ([\d.]+), no change ([\d.]+)/), "\(line)")
      return (row: Int(match.1), error: try #require(Double(match.2)), change: try #require(Double(match.3)))
    }
    #expect(figures.map(\.row) == [1000, 2000, 3000, 4000, 5000, 6000])

    let outlet = try CSVFile(path: sample).texts("outlet").map { try #require(Double($0)) }
    let changes = zip(outlet.dropFirst(), outlet).map { abs($0 - $1) }
    for (index, figure) in figures.enumerated() {
      let newest = changes.prefix((index + 1) * 1000 - 1).suffix(1000)
      #expect(abs(figure.change - newest.reduce(0, +) / Double(newest.count)) < 1e-4)
    }
    // After 2,000 and after 4,000 rows the plant is another one; each time the first 1,000 rows are to learn from.
    for regime in 0..<3 {
      let settled = figures[2 * regime + 1]
      #expect(settled.error < 0.95 * settled.change, "regime \(regime + 1)")
    }
  }

  private static func output(
    of program: String, _ arguments: [String] = [], input: String? = nil
  ) throws -> String {
    try ChildProcess.output(of: "\(try products.get())/\(program)", arguments, input: input)
  }

  /// The folder of the programs, built once. It is another folder than that of the package, which is locked while its
  /// tests run.
  private static let products = Result<String, any Error> {
    let package = Document.package.path
    let swift = try #require(Toolchain.path(of: "swift"))
    let folder = "\(package)/.build/outside"
    // The compiler's messages are in the build's output; a failure throws with what is written to standard error.
    _ = try ChildProcess.output(
      of: "/bin/sh",
      [
        "-c", #"exec "$@" >&2"#, "sh", swift, "build", "-c", "release", "--package-path",
        "\(package)/Tests/Outside", "--scratch-path", folder,
      ])
    return "\(folder)/release"
  }
}
