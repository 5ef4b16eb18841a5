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
