import Explanations
import Liquid
import Text

/// What each neuron stands for, as rules about the inputs.
enum ExplainedRules {
  static func find(_ data: ExplainedData) throws -> ActivityRules {
    let network = data.network
    let (batch, schema) = (data.batch, network.schema)
    let channels = try network.numericInputs(for: "rules", atLeast: 1)
    var (values, activities) = ([Double](), [Double]())
    // The last sequences prune and score: rows of one sequence are alike.
    let firstHeld = batch.count - max(batch.count / 3, batch.count > 1 ? 1 : 0)
    var held: [Int] = []
    for (index, trace) in try network.model.traces(batch).enumerated() {
      let rows = activities.count / network.model.cell.wiring.neurons
      if index >= firstHeld, batch.count > 1 { held += rows..<rows + trace.steps }
      let inputs = data.sequence(index).inputs
      for first in stride(from: 0, to: inputs.count, by: batch.inputWidth) {
        values += channels.map { Double(schema.denormalizeInput(channel: $0, value: inputs[first + $0])) }
      }
      activities += trace.states.map(Double.init)
    }
    return try ActivityRules(
      ActivityTable(
        features: channels.map { network.inputNames[$0] }, values: values,
        neurons: (0..<network.model.cell.wiring.neurons).map { network.name(ofNeuron: $0) },
        activities: activities), validationRows: batch.count > 1 ? held : nil)
  }

  static func section(_ rules: ActivityRules, _ network: ExplainedNetwork) -> ExplainSection {
    ExplainSection(
      title: "Rules",
      lines: [
        "a small tree for each neuron, from the inputs of the step to its activity, pruned and scored on held-out rows"
      ] + network.withoutIndices, items: rules.text.split(separator: "\n").map { String($0).sanitized })
  }
}
