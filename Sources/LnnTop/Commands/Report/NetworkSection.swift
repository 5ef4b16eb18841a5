import Telemetry
import Text

/// The network and every option in force.
enum NetworkSection {
  static func entry(_ run: ReportedRun) -> ReportEntry {
    let description = run.description
    let model = description.model
    let sensory = model.synapses.count { $0.isSensory }
    let facts: [(name: String, value: HTMLNode)] = [
      ("cell", .text(model.cell)), ("wiring", .text(model.wiring)),
      ("neurons", .text("\(NumberText.grouped(model.neurons.count)): \(layers(model))")),
      (
        "synapses",
        .text(
          "\(NumberText.grouped(model.synapses.count)): \(NumberText.grouped(sensory)) from inputs,"
            + " \(NumberText.grouped(model.synapses.count - sensory)) between neurons")
      ),
      ("parameters", .text(NumberText.grouped(model.parameterCount))),
      ("seed", .text("\(description.seed)")),
      ("trained by", .text("\(ProgramVersion.name) \(description.programVersion)")),
    ]
    let options = options(description).map { (name: $0.key, value: HTMLNode.name($0.value, limit: 160)) }
    return HTMLNode.entry(
      "network", "Network",
      [
        ReportTable.facts(facts), .element("h3", ["Options in force"]),
        .element("div", ["class": "options"], [ReportTable.facts(options)]),
      ])
  }

  /// `2 motor, 12 command, 18 inter`
  private static func layers(_ model: ModelSummary) -> String {
    var counts: [(layer: String, count: Int)] = []
    for neuron in model.neurons {
      if let index = counts.firstIndex(where: { $0.layer == neuron.layer }) {
        counts[index].count += 1
      } else {
        counts.append((neuron.layer, 1))
      }
    }
    return counts.map { "\($0.count) \($0.layer.displayed)" }.joined(separator: ", ")
  }

  /// All but those that say where something goes or how a screen looks.
  private static func options(_ description: RunDescription) -> [(key: String, value: String)] {
    let words = TrainOptions.withCurrentNames(description.configuration)
    return words.filter { !TrainingCommandLine.idle.contains($0.key) }.sorted { $0.key < $1.key }
  }
}
