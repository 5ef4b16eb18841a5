import Foundation
import Telemetry

extension RunDescription {
  /// The description in a run file.
  ///
  /// - Throws: where there is none, or one that others could not rely on.
  init(from database: Database, path: String) throws(RunStoreError) {
    let text: String
    do throws(RunStoreError) {
      text = try database.text("SELECT description FROM run WHERE id = 1", doing: "reading the description")
    } catch .sqlite(_, _, let message, _) {
      throw .damaged(path: path, what: message)
    }
    guard !text.isEmpty else { throw .damaged(path: path, what: "it has no description") }
    self = try RunJSON.decode(RunDescription.self, from: text, path: path)
    guard isPlausible else { throw .damaged(path: path, what: "its description contradicts itself") }
  }

  /// Whether counts and indices fit together, so that others may rely on them.
  private var isPlausible: Bool {
    let neurons = model.neurons.indices
    let inputs = task.inputNames.indices
    return [plannedSteps, stepsPerEpoch, batchSize, model.parameterCount].allSatisfy(
      Statement.plausibleCounts.contains)
      && abs(startedAt.timeIntervalSinceReferenceDate) < 1e11
      && model.synapses.allSatisfy {
        neurons.contains($0.target) && ($0.isSensory ? inputs : neurons).contains($0.source)
      }
  }
}
