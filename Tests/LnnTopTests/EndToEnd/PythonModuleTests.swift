import Foundation
import TestSupport
import Testing

/// Tools/python/lnn_top.py, by its own tests, with the real program.
@Suite("The Python module")
struct PythonModuleTests {
  private static let folder = Document.package.appendingPathComponent("Tests/Python").path

  @Test(
    "passes its own tests",
    .enabled(if: PandasPython.path != nil, Comment(rawValue: PandasPython.absence)),
    arguments: ["Damage", "Live", "Packing", "Plot", "Process", "Reading"])
  func module(suite: String) throws {
    let python = try #require(PandasPython.path)
    let folder = try TemporaryFolder()
    let package = Document.package
    let environment = [
      "PYTHONPATH": "\(package.appendingPathComponent("Tools/python").path):\(Self.folder)",
      "LNN_TOP": CommandRun.executable, "LNN_TOP_SAMPLES": package.appendingPathComponent("sample-data").path,
      "MPLBACKEND": "Agg", "PYTHONDONTWRITEBYTECODE": "1", "XDG_CONFIG_HOME": folder.path("config"),
    ]
    let process = try ChildProcess(
      python, ["-m", "unittest", "test_lnn_top.\(suite)Tests"], in: folder.path,
      environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
      output: folder.path("out"), messages: folder.path("err"))
    let status = process.wait()
    let told = try folder.text("err")
    #expect(status == 0 && told.contains(/Ran [1-9][0-9]* tests? in/), "\(told)")
  }

  @Test("has every suite of its tests here")
  func suites() throws {
    let text = try String(contentsOfFile: "\(Self.folder)/test_lnn_top.py", encoding: .utf8)
    let suites = text.matches(of: /\nclass (\w+)Tests\(/).map { String($0.1) }
    #expect(suites.sorted() == ["Damage", "Live", "Packing", "Plot", "Process", "Reading"])
  }
}
