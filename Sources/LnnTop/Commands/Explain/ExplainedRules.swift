import Explanations
import Liquid
import Text

/// What each neuron stands for, as rules about the inputs.
enum ExplainedRules {
  static func find(_ data: ExplainedData) throws -> ActivityRules {
    let network = data.network
    let (batch, schema) = (data.batch, network.schema)
    var (values, activities) = ([Double](), [Double]())
    // The last sequences prune and score: rows of one sequence are alike.
    let firstHeld = batch.count - max(batch.count / 3, batch.count > 1 ? 1 : 0)
    var held: [Int] = []
    for (index, trace) in try network.model.traces(batch).enumerated() {
      let rows = activities.count / network.model.cell.wiring.neurons
      if index >= firstHeld, batch.count > 1 { held += rows..<rows + trace.steps }
      for (place, value) in data.sequence(index).inputs.enumerated() {
        values.append(Double(schema.denormalizeInput(channel: place % batch.inputWidth, value: value)))
      }
      activities += trace.states.map(Double.init)
    }
    return try ActivityRules(
      ActivityTable(
        features: network.inputNames, values: values,
        neurons: (0..<network.model.cell.wiring.neurons).map { network.name(ofNeuron: $0) },
        activities: activities), validationRows: batch.count > 1 ? held : nil)
  }

  static func section(_ rules: ActivityRules) -> ExplainSection {
    ExplainSection(
      title: "Rules",
      lines: [
        "a small tree for each neuron, from the inputs of the step to its activity, pruned and scored on held-out rows"
      ], items: rules.text.split(separator: "\n").map { String($0).sanitized })
  }
}
