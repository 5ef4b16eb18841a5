import Telemetry
import Text

/// How the loss fell.
enum LearningSection {
  static func entry(_ run: ReportedRun) -> ReportEntry {
    guard let chart = LearningChart(run) else {
      return HTMLNode.entry("learning", "Learning", [.paragraph(["No step with a loss was recorded."])])
    }
    var sentences = [
      "Training loss of each step's batch, its moving average, and the loss over the validation part where it was run."
    ]
    if chart.isLogarithmic { sentences.append("The axis of the loss is logarithmic.") }
    if chart.notFinite > 0 {
      sentences.append(
        "\(counted(chart.notFinite, "step")) had a loss that is no finite number and is left out.")
    }
    if run.changesByHand > 0 {
      sentences.append(
        "Somebody changed something by hand \(run.changesByHand == 1 ? "once" : "\(run.changesByHand) times")"
          + " while the network was trained.")
    }
    let figure = HTMLNode.element(
      "figure",
      [
        .scrolling("Learning curves", chart.node),
        .element("figcaption", [.text(sentences.joined(separator: " "))]),
      ])
    return HTMLNode.entry("learning", "Learning", [figure])
  }
}
