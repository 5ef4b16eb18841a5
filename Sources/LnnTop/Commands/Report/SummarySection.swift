import Telemetry
import Text

/// The title, and what became of the run in one paragraph.
enum SummarySection {
  static func nodes(_ run: ReportedRun) -> [HTMLNode] {
    let description = run.description
    return [
      .element("h1", [.name(description.name)]),
      .element("p", ["class": "lead"], [network(description), " ", ending(run)]),
      .element("p", ["class": "verdict"], [verdict(run)]),
    ]
  }

  private static func network(_ description: RunDescription) -> HTMLNode {
    let (task, model) = (description.task, description.model)
    return .group([
      .text(
        "A network of \(counted(model.neurons.count, "neuron")) (\(model.cell), \(model.wiring) wiring,"
          + " \(NumberText.grouped(model.parameterCount)) parameters) was trained on a \(task.kind)"),
      task.kind == "classification"
        ? .text(" into \(task.outputNames.count) classes")
        : .group([" of ", .names(task.outputNames, limit: 3)]),
      " from \(counted(task.inputNames.count, "input")).",
    ])
  }

  private static func ending(_ run: ReportedRun) -> HTMLNode {
    guard let outcome = run.outcome else {
      let last = run.scalars.last.map { " The last step that was recorded is \($0.step)." } ?? ""
      return .text("The run has not come to its end.\(last)")
    }
    let how =
      switch outcome.state {
      case .stopped: "was stopped"
      case .diverged: "diverged"
      default: "ended"
      }
    let why = outcome.explanation.map { ": \($0)" } ?? ""
    let kept =
      outcome.bestStep.map { " The network that was kept is that of step \(NumberText.grouped($0))." } ?? ""
    return .text(
      "Training \(how) after \(counted(outcome.steps, "step")) in"
        + " \(NumberText.preciseDuration(outcome.elapsed))\(why).\(kept)")
  }

  private static func verdict(_ run: ReportedRun) -> HTMLNode {
    guard let judged = run.judged else { return "There is no result to judge it by." }
    return .text(
      ResultVerdict(
        part: judged.part.rawValue, metric: run.description.task.metricName, value: judged.result.metric,
        naive: judged.naive
      ).sentence)
  }
}

/// A result beside that of the best answer without a network, in words.
struct ResultVerdict {
  let part: String
  let metric: String
  let value: Double
  let naive: NaiveFigure?

  var sentence: String {
    let result = "Over the \(part) part \(metric) is \(NumberText.significant(value))"
    guard let naive else { return "\(result); what answers without a network reach was not recorded." }
    return "\(result), and the best answer without a network (\(naive.name)) reaches"
      + " \(NumberText.significant(naive.value)): the network \(words(naive))."
  }

  /// `beats median by 87 %`, `loses to persistence`.
  func words(_ naive: NaiveFigure) -> String {
    if let objection = naive.objection(to: value) { return objection }
    guard !naive.isBetterWhenLarger, naive.value > 0, value >= 0 else { return "beats \(naive.name)" }
    return "beats \(naive.name), with an error that is \(NumberText.percent(1 - value / naive.value)) smaller"
  }
}
