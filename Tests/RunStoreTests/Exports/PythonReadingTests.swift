import Foundation
import RunStore
import TestSupport
import Testing

/// What Tools/python reads of run files, beside the tables that the program makes of them.
@Suite("Runs in Python")
struct PythonReadingTests {
  @Test(
    "Random runs have the same numbers as their tables, however they are packed",
    .enabled(if: PandasPython.path != nil, Comment(rawValue: PandasPython.absence)))
  func tables() throws {
    let python = try #require(PandasPython.path)
    let folder = try TemporaryFolder()
    for seed in UInt64(1)...12 {
      var random = RandomRun(seed: seed)
      let path = folder.path("\(seed).lnnrun")
      var options = RunRecorder.Options()
      options.frameInterval = 0
      let recorder = try RunRecorder(path: path, description: random.description, options: options)
      for message in random.messages(60) { recorder.receive(message) }
      try recorder.close()
      let export = CSVExport(reader: try RunReader(path: path))
      for table in [CSVExport.Table.scalars, .traces] {
        var text = ""
        export.write(table) { text += $0 }
        try folder.write(text, to: "\(seed)-\(table.rawValue).csv")
      }
    }
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "../../.."
    )
    .standardized
    let environment = [
      "PYTHONPATH": package.appendingPathComponent("Tools/python").path, "PYTHONDONTWRITEBYTECODE": "1",
    ]
    let process = try ChildProcess(
      python, [package.appendingPathComponent("Tests/Python/compare_runs.py").path, folder.path],
      environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
      output: folder.path("out"), messages: folder.path("err"))
    let status = process.wait()
    let told = try folder.text("err")
    #expect(status == 0, "\(told)")
    #expect(try folder.text("out").contains(/^[1-9][0-9]+ time steps/))
  }
}
