import Foundation
import Liquid
import RunStore
import Telemetry

/// What a comparison needs of a recorded run.
package struct ComparedRun: Sendable {
  /// The name of its file, without the extension.
  package var name: String
  package var path: String
  package var description: RunDescription
  package var scalars: [StepScalars]
  package var summary: RunSummary
  package var outcome: Outcome?
  /// That of the data as the network saw them; nil in runs of older versions.
  package var fingerprint: String?
  /// What is damaged in the file.
  package var problem: String?

  package init(path: String) throws(RunStoreError) {
    let reader = try RunReader(path: path)
    self.path = path
    name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    description = reader.description
    scalars = reader.scalars()
    summary = RunListing.summary(of: path)
    outcome = reader.outcome
    fingerprint = reader.fingerprint
    problem = reader.damage?.description
  }

  /// The options in force, and the network's kind, which an import may have given.
  var configuration: [String: String] {
    let known = [
      "task": description.task.name, "model": description.model.cell, "wiring": description.model.wiring,
      "seed": "\(description.seed)",
    ]
    var words = known.merging(TrainOptions.withCurrentNames(description.configuration)) { _, option in option
    }
    words["model"] = words["model"].map { CellRegistry.identifier(of: $0) }
    return words
  }

  /// Why the figures of runs do not compare; nil where they do.
  static func objection(to runs: [ComparedRun]) -> String? {
    func differ(_ value: (ComparedRun) -> some Hashable) -> Bool {
      Set(runs.map { AnyHashable(value($0)) }).count > 1
    }
    let areSameRows = runs.allSatisfy { $0.fingerprint != nil } && !differ { $0.fingerprint }
    if differ({ $0.description.task.kind }) || differ({ $0.description.task.outputNames })
      || differ({ $0.description.task.name }) && !areSameRows
    {
      let names = runs.map(\.description.task.name.quoted)
      let tasks = names.enumerated().filter { !names[..<$0].contains($1) }.map(\.1)
      return
        "the runs are of different tasks (\(tasks.joined(separator: ", "))): their losses and metrics do not compare"
    }
    if differ({ $0.description.task.metricName }) || differ({ $0.description.task.lossTitle }) {
      return "the runs have different losses or metrics, which do not compare"
    }
    if areSameRows { return nil }
    let options = splitOptions.filter { name in differ { $0.configuration[name] ?? "" } }
    guard !options.isEmpty else { return nil }
    return
      "the runs were tested on different rows (they differ in \(options.joined(separator: ", "))): their figures"
      + " do not compare"
  }

  /// The options that decide which rows are in which part, and what is asked of them.
  private static let splitOptions = [
    "data", "sequence", "horizon", "split", "split-by", "shuffle", "split-like-paper", "resample",
    "drop-rows",
    "target-steps",
  ]

  var hasValidation: Bool { scalars.contains { $0.validation?.loss.isFinite == true } }

  /// The last step's training loss; nil without steps.
  var finalLoss: Double? { scalars.last?.loss }

  /// The step whose parameters were kept; where the run does not say, the one after which the validation loss was
  /// best.
  var bestStep: Int? {
    outcome?.bestStep
      ?? scalars.filter { $0.validation?.loss.isFinite == true }
      .min { ($0.validation?.loss ?? .infinity) < ($1.validation?.loss ?? .infinity) }?.step
  }
}

/// The options in which runs differ: those that all have alike say nothing.
package struct ConfigurationDifferences {
  private let configurations: [[String: String]]
  /// Names, sorted.
  package let names: [String]

  /// Options that only say where results go.
  private static let places: Set<String> = ["run", "model-out", "threads"]

  package init(_ configurations: [[String: String]]) {
    self.configurations = configurations
    let all = Set(configurations.flatMap(\.keys)).subtracting(Self.places)
    names = all.filter { name in Set(configurations.map { $0[name] }).count > 1 }.sorted()
  }

  /// One row an option, one column a run.
  package var text: String {
    guard configurations.count > 1 else { return "one run: nothing to differ from" }
    guard !names.isEmpty else { return "the runs have the same configuration" }
    var table = TextTable(
      columns: [.init("OPTION")] + configurations.indices.map { .init(ComparisonChart.letter($0)) })
    table.rows = names.map { name in [name] + configurations.map { $0[name] ?? "-" } }
    return table.text
  }

  /// The differing options of one run.
  package func options(of index: Int) -> [String: String] {
    configurations[index].filter { names.contains($0.key) }
  }
}
