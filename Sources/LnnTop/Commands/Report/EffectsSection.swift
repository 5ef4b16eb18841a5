import Explanations
import Text

/// What becomes of the answers where an input or a neuron is held.
enum EffectsSection {
  /// Rows of each kind in the document.
  private static let shown = 15

  static func entry(_ measured: ReportedExplanation.Measured) -> ReportEntry? {
    guard !measured.effects.isEmpty else { return nil }
    let data = measured.data
    let words = HTMLNode.paragraph([
      .text(
        "Each input and each neuron in turn was held at its mean, over \(counted(data.batch.count, "sequence"))"
          + " (\(data.part)). Beyond chance is how much the loss (\(data.loss.name)) rises more than it rises for the"
          + " targets of other sequences; where the 95 % interval holds 0 (a broken line), nothing is shown to be lost."
      )
    ])
    let tables = ["input", "neuron"].compactMap { kind in table(kind, measured) }
    return HTMLNode.entry("effects", "Effects", [words] + tables)
  }

  private static func table(_ kind: String, _ measured: ReportedExplanation.Measured) -> HTMLNode? {
    let own = measured.effects.filter { $0.kind == kind }
    guard !own.isEmpty else { return nil }
    let listed = own.prefix(shown)
    let scale = scale(of: listed.map(\.skill))
    var table = ReportTable(
      kind == "input" ? "Inputs held" : "Neurons held",
      columns: [
        .init(kind), .init("loss beyond chance", alignsRight: true), .init("95 % interval"),
        .init("as a line, with 0"), .init("loss", alignsRight: true),
        .init(measured.data.network.schema.metricName, alignsRight: true),
      ])
    table.rows = listed.map { effect in
      let (skill, bounds) = (effect.skill, [effect.skill.lower, effect.skill.upper])
      return [
        .name(effect.name), .text(SignedBar.number(skill.mean)),
        .text(bounds.map { NumberText.significant($0, digits: 3) }.joined(separator: " to ")),
        ReportBar.interval(
          mean: skill.mean, from: skill.lower, to: skill.upper, scale: scale, holdsZero: skill.holdsZero),
        .text(SignedBar.number(effect.loss.mean)), .text(effect.metric.map(SignedBar.number) ?? ""),
      ]
    }
    let left = own.count - listed.count
    let rest =
      left > 0 ? [HTMLNode.note([.text("\(counted(left, kind)) with smaller effects not shown.")])] : []
    return .group([table.node] + rest)
  }

  /// What holds every interval and 0.
  private static func scale(of intervals: [BootstrapInterval]) -> ClosedRange<Double> {
    let ends = intervals.flatMap { [$0.lower, $0.upper, $0.mean] }.filter(\.isFinite) + [0]
    return (ends.min() ?? 0)...(ends.max() ?? 0)
  }
}
