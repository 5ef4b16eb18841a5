import Foundation
import TestSupport
import Testing

/// Sweeps on a Slurm that is started for the test alone, as root; one at a time, as a killed node takes all tasks along.
@Suite(
  .serialized,
  .enabled(if: ProcessInfo.processInfo.environment["LNN_TOP_CLUSTER"] != nil, "make test-cluster runs these"))
struct ClusterTests {
  private func trials(_ json: String) throws -> [[String: Any]] {
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    return try #require(object?["trials"] as? [[String: Any]])
  }

  /// The figures of the trials, by their numbers.
  private func figures(_ trials: [[String: Any]]) -> [Int: Double] {
    Dictionary(
      uniqueKeysWithValues: trials.compactMap { trial in
        (trial["trial"] as? Int).flatMap { number in (trial["metric"] as? Double).map { (number, $0) } }
      })
  }

  @Test(
    "Forty runs of a job array end once each though their node is killed, with the figures of any other machine"
  )
  func nodeKilled() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    try folder.write(
      """
      task: waves.csv
      training: {epochs: 200, window: 16, model: ltc, batch: 8}
      space: {units: [6, 8, 10], learning-rate: {log: [1e-3, 1e-1]}}
      trials: 40
      """, to: "search.yaml")
    let scripts = Document.package.appendingPathComponent("Tests/Cluster").path
    let run = try Tool.run(
      "sh", ["\(scripts)/slurm.sh", "sh", "\(scripts)/sweep-on-slurm.sh", CommandRun.executable],
      in: folder.path)
    #expect(run.status == 0, "\(run.output) \(run.messages)")
    for line in ["results 40", "claims 0", "ended 40"] {
      #expect(run.output.contains(line + "\n"), "\(run.output)")
    }
    let json = try #require(run.output.split(separator: "\n").last).description
    let local = try CommandRun(["sweep", "search.yaml", "--out", "local", "--json", "--quiet"], in: folder)
    #expect(local.status == 0, "\(local.messages)")
    let (found, wanted) = (figures(try trials(json)), figures(try trials(local.output)))
    #expect(found.count == 40 && found == wanted)
  }

  @Test("A command that waits for a round of Slurm is stopped by a signal, and goes on when called again")
  func stopped() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    try folder.write(
      """
      task: waves.csv
      training: {window: 16, model: ltc, batch: 8}
      space: {units: [6, 8, 10], learning-rate: {log: [1e-3, 1e-1]}}
      trials: 8
      halving: {factor: 3, epochs: [200, 400]}
      """, to: "search.yaml")
    let scripts = Document.package.appendingPathComponent("Tests/Cluster").path
    let run = try Tool.run(
      "sh", ["\(scripts)/slurm.sh", "sh", "\(scripts)/stop-on-slurm.sh", CommandRun.executable],
      in: folder.path)
    #expect(run.status == 0, "\(run.output) \(run.messages)")
    let lines = run.output.split(separator: "\n").map(String.init)
    let said = try #require(lines.first)
    #expect(said.contains("stopped waiting; job search goes on, 'scancel --name=search' ends it"), "\(said)")
    #expect(lines.dropFirst().prefix(2) == ["stopped with 143", "leads 0"])
    let found = try figures(trials(#require(lines.last)))
    #expect(found.count == 8)
  }
}

/// A study of a sweep in Optuna's own dashboard.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["LNN_TOP_CLUSTER"] != nil && OptunaPython.path != nil,
    "make test-cluster runs these"))
struct OptunaDashboardClusterTests {
  @Test("optuna-dashboard lists the study of a sweep with its trials", arguments: ["tpe", "nsga2", "cmaes"])
  func dashboard(method: String) throws {
    let python = try #require(OptunaPython.path)
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    try folder.write(
      """
      task: waves.csv
      training: {epochs: 1, window: 16, model: cfc}
      space: {units: {integers: [4, 9]}, learning-rate: {log: [1e-3, 1e-1]}}
      sampler: {kind: optuna, method: \(method)}
      trials: 4
      """, to: "search.yaml")
    let run = try CommandRun(
      ["sweep", "search.yaml", "--out", "out", "--quiet"], in: folder, environment: ["LNN_TOP_PYTHON": python]
    )
    #expect(run.status == 0, "\(run.messages)")
    let script = Document.package.appendingPathComponent("Tests/Cluster/list_in_dashboard.py").path
    let listed = try Tool.runSuccessfully(python, [script, folder.path("out/optuna.db")])
    #expect(listed.output == "search 4 Complete\n", "\(listed.output)")
  }
}
