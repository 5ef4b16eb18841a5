import Foundation
import TestSupport
import Testing

/// What is exported, in the package itself: only where LNN_TOP_PYTHON names a Python that has it.
@Suite struct PythonRoundTripTests {
  static let python = ProcessInfo.processInfo.environment["LNN_TOP_PYTHON"]

  private struct Case: Encodable {
    var weights: String
    var inputs: [Float]
    var elapsed: [Float]
    var width: Int
  }

  @Test(.enabled(if: python != nil, "set LNN_TOP_PYTHON to a Python with torch, safetensors and ncps"))
  func thePackageLoadsTheWeightsAndComputesTheSame() throws {
    let folder = try TemporaryFolder()
    let fixtures = try ImportFixture.all()
    var (cases, expected): ([Case], [[Double]]) = ([], [])
    for fixture in fixtures {
      let (model, weights) = ("\(fixture.name).model", "\(fixture.name).safetensors")
      #expect(
        try CommandRun(["import", fixture.path, "-o", model] + fixture.arguments, in: folder).status == 0)
      #expect(try CommandRun(["export", model, "-o", weights], in: folder).status == 0)
      for run in fixture.runs {
        cases.append(
          Case(
            weights: folder.path(weights), inputs: fixture.inputs, elapsed: run.elapsed,
            width: fixture.inputWidth))
        expected.append(run.outputs)
      }
    }
    try JSONEncoder().encode(cases).write(to: URL(fileURLWithPath: folder.path("cases.json")))
    let outputs = try run("check_export.py", folder.path("cases.json"))
    #expect(outputs.count == expected.count)
    for (index, pair) in zip(outputs, expected).enumerated() {
      #expect(largestDifference(pair.0, pair.1) < 1e-5, "\(cases[index].weights)")
    }
  }

  @Test(.enabled(if: python != nil, "set LNN_TOP_PYTHON to a Python with torch, safetensors and ncps"))
  func thePackageComputesWhatATrainedModelPredicts() throws {
    let folder = try TemporaryFolder()
    // Mean 0 and deviation 1, so that what is normalised is what stands in the file.
    let rows = (0..<200).map { row in ["1,-1,1\n", "-1,-1,-1\n", "1,1,1\n", "-1,1,-1\n"][row % 4] }
    try folder.write("a,b,y\n" + rows.joined(), to: "d.csv")
    let networks = [["--model", "ltc"], ["--model", "cfc", "--wiring", "full"]]
    var (cases, expected): ([Case], [[Double]]) = ([], [])
    for (index, network) in networks.enumerated() {
      let model = "m\(index)"
      let train = try CommandRun(
        [
          "train", "d.csv", "--window", "200", "--epochs", "3", "--no-run", "--quiet", "--split", "100,0,0",
          "--model-out", model,
        ] + network, in: folder)
      #expect(train.status == 0, "\(train.messages)")
      #expect(try CommandRun(["export", model, "-o", "w\(index)"], in: folder).status == 0)
      let eval = try CommandRun(["eval", model, "d.csv", "--predictions", "p.csv"], in: folder)
      #expect(eval.status == 0, "\(eval.messages)")
      let inputs = rows.flatMap { $0.split(separator: ",").prefix(2).map { Float($0) ?? .nan } }
      cases.append(
        Case(weights: folder.path("w\(index)"), inputs: inputs, elapsed: rows.map { _ in 1 }, width: 2))
      expected.append(try CSVFile(path: folder.path("p.csv")).numbers(of: "answer_"))
    }
    try JSONEncoder().encode(cases).write(to: URL(fileURLWithPath: folder.path("cases.json")))
    let outputs = try run("check_export.py", folder.path("cases.json"))
    for (output, expected) in zip(outputs, expected) { #expect(largestDifference(output, expected) < 1e-4) }
    #expect(outputs.count == networks.count)
  }

  /// Runs a script of Tests/Fixtures and reads the lists of numbers that it prints.
  private func run(_ script: String, _ argument: String) throws -> [[Double]] {
    let file = ImportFixture.folder.deletingLastPathComponent().appendingPathComponent(script)
    let output = try ChildProcess.output(of: Self.python ?? "", [file.path, argument])
    return try JSONDecoder().decode([[Double]].self, from: Data(output.utf8))
  }
}
