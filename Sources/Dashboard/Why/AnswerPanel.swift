import Screen
import Telemetry
import Text

extension PanelKind {
  public static let answer = PanelKind("answer", AnswerPanel())
}

/// The answer that is explained, as what it is on the baseline and the change from there. Without an explanation it fills
/// the view and says why.
struct AnswerPanel: DashboardPanel {
  /// With the frame: the answer alone, and with what the parts mean.
  static let leastRows = 3
  static let mostRows = 4

  func draw(_ state: DashboardState, with painter: inout Painter) {
    guard let explanation = state.explanation else {
      painter.notice(state.missingExplanation, in: painter.frame("why"))
      return
    }
    let inside = painter.frame(title(state), trailing: trailing(state, explanation))
    let lines = [
      answer(state, explanation), [TextRun(meaning(state, explanation), .label)],
      ExplanationSentence(state, explanation)
        .runs(columns: inside.columns, ellipsis: painter.symbols.ellipsis),
    ]
    for (row, line) in lines.prefix(inside.rows).enumerated() {
      painter.draw(line, x: inside.x, y: inside.y + row, width: inside.columns)
    }
  }

  /// `why at t=6.30 s, step 64 of 64`
  private func title(_ state: DashboardState) -> String {
    guard let trace = state.frame?.probe.nominal, trace.stepCount > 0 else { return "why" }
    let time = NumberText.short(Double(ProbeChart.x(trace)[state.explainedStep]))
    let moment = "t=\(time) \(ProbeChart.xUnit(state))"
    return "why at \(moment), step \(state.explainedStep + 1) of \(trace.stepCount)"
  }

  /// That the cursor is elsewhere, or the key of another output.
  private func trailing(_ state: DashboardState, _ explanation: Explanation) -> [TextRun] {
    let last = (state.frame?.probe.nominal.stepCount ?? 0) - 1
    if state.mode != .live, let step = state.cursorStep, step != min(explanation.step ?? last, last) {
      return [TextRun("recorded there, not at the cursor", .paused)]
    }
    if let frame = state.frame, frame.probe.perturbed != nil { return [TextRun("undisturbed", .paused)] }
    guard state.mode == .live, state.description.task.outputNames.count > 1 else { return [] }
    return [TextRun("y", .focus), TextRun(" other output", .label)]
  }

  /// `steering -0.330 = 0.0200 on the baseline - 0.350`
  private func answer(_ state: DashboardState, _ explanation: Explanation) -> [TextRun] {
    func number(_ value: Float) -> String { NumberText.short(Double(value)) }
    let name = state.outputName(explanation.output)
    let change = explanation.change
    return [
      TextRun(state.isClassification ? "logit of \(name)" : name, Style(.title, bold: true)),
      TextRun(" \(number(explanation.answer))", Style(.bright, bold: true)),
      TextRun(" = ", .label), TextRun(number(explanation.baseline), .value),
      TextRun(" on the baseline \(change < 0 ? "-" : "+") ", .label),
      TextRun(number(change.magnitude), PartsPanel.style(of: change)),
    ]
  }

  private func meaning(_ state: DashboardState, _ explanation: Explanation) -> String {
    let unit = state.isClassification ? "logits" : "units of \(state.outputName(explanation.output))"
    let indexed = state.description.task.indexedInputs?.count ?? 0
    let vectors =
      ProbeText(state, in: .textParts) != nil && indexed == 1
      ? "the vectors of words" : "vectors of categories"
    let baseline =
      indexed == 0
      ? "every input at its mean"
      : indexed == state.channelCount ? "\(vectors) at zero" : "every input at its mean, \(vectors) at zero"
    return "baseline: \(baseline); parts in \(unit), causes within the model"
  }
}

/// An answer and its largest parts as one line: `steering -0.330: lateral_offset +0.21, 3 others +0.05`.
struct ExplanationSentence {
  private let beginning: [TextRun]
  private let names: [String]
  private let parts: [AnswerPart]

  init(_ state: DashboardState, _ explanation: Explanation) {
    beginning = [
      TextRun(state.outputName(explanation.output), Style(.title, bold: true)),
      TextRun(" \(NumberText.short(Double(explanation.answer)))", Style(.bright, bold: true)),
      TextRun(":", .label),
    ]
    parts = state.inputParts
    names = parts.map { state.channelName($0.index) }
  }

  /// As many parts as fit by name, the rest in one sum; without room even for that, an ellipsis.
  func runs(columns: Int, ellipsis: Character) -> [TextRun] {
    let counts = parts.indices.map { $0 + 1 }
    // Naming one more may also be shorter: it can be the last of the others.
    let fitting = counts.last { sentence(naming: $0).width <= columns }
    if let fitting { return sentence(naming: fitting) }
    let first = sentence(naming: min(1, parts.count))
    let cut = Array(first.prefix(beginning.count + 2)) + [TextRun(", \(ellipsis)", .label)]
    return cut.width <= columns ? cut : first
  }

  private func sentence(naming count: Int) -> [TextRun] {
    var runs = beginning
    for (name, part) in zip(names, parts).prefix(count) {
      runs += term(name, Double(part.value), isFirst: runs.count == beginning.count)
    }
    let others = parts.dropFirst(count)
    guard !others.isEmpty else { return runs }
    let noun = others.count == 1 ? "other" : "others"
    return runs
      + term("\(others.count) \(noun)", AnswerPart.sum(others), isFirst: runs.count == beginning.count)
  }

  private func term(_ name: String, _ value: Double, isFirst: Bool) -> [TextRun] {
    [
      TextRun("\(isFirst ? "" : ",") \(name) ", .label),
      TextRun(NumberText.signed(value), PartsPanel.style(of: Float(value))),
    ]
  }
}
