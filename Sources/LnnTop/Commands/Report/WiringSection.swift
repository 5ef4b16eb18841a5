import Telemetry
import Text

/// Who acts on whom.
enum WiringSection {
  static func entry(_ run: ReportedRun) -> ReportEntry {
    let chart = WiringChart(run.description, strengths: run.strengths?.values)
    let figure = HTMLNode.element(
      "figure", ["class": "whole"],
      [
        .scrolling("Wiring", chart.node),
        .element("figcaption", [.text(caption(run, chart).joined(separator: " "))]),
      ])
    return HTMLNode.entry("wiring", "Wiring", [figure])
  }

  private static func caption(_ run: ReportedRun, _ chart: WiringChart) -> [String] {
    let words = run.description.model.words
    var sentences = ["A line is a synapse; a bend to the right leads to a neuron of the same column."]
    if let strengths = run.strengths {
      sentences.append(
        "Width is the \(words.strength.displayed) at step \(NumberText.grouped(strengths.step)) of training;"
          + " whole lines are positive (\(words.positive.displayed)), broken ones negative (\(words.negative.displayed))."
      )
    } else {
      sentences.append("No strengths of synapses were recorded, so all look alike.")
    }
    if chart.drawnSynapses < chart.synapses {
      let which = run.strengths == nil ? "" : " strongest"
      sentences.append(
        "Thinned out: the \(NumberText.grouped(chart.drawnSynapses))\(which) of"
          + " \(NumberText.grouped(chart.synapses)) synapses are drawn.")
    }
    if chart.drawnNodes < chart.nodes {
      sentences.append(
        "Of \(NumberText.grouped(chart.nodes)) inputs and neurons, the \(NumberText.grouped(chart.drawnNodes)) whose"
          + " synapses are strongest are shown, at most \(WiringChart.rows) a column.")
    }
    return sentences
  }
}
