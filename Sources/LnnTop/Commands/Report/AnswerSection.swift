import Telemetry
import Text

/// One answer and the parts that it is the sum of.
enum AnswerSection {
  /// Parts of each kind in the document.
  private static let shown = 12

  static func entry(_ measured: ReportedExplanation.Measured) -> ReportEntry? {
    guard let answer = measured.answer else { return nil }
    func number(_ value: Double) -> String { NumberText.significant(value) }
    let what = HTMLNode.paragraph([
      .name(answer.output),
      .text(
        " at step \(answer.step) of sequence \(answer.sequence) of the explained rows is \(number(answer.answer))"
          + " (\(answer.unit)): \(SignedBar.number(answer.answer - answer.baseline)) from the"
          + " \(number(answer.baseline)) that the network gives where every input is 0 as the network sees it."
      ),
    ])
    let sum = HTMLNode.paragraph([
      .text(
        "The parts of the inputs, over all steps, add up to this change but for \(number(answer.residual))."
          + " So do, in another way of cutting it, those of the neurons' states before the step together with those"
          + " of the inputs at the step itself.")
    ])
    let neurons = answer.neurons.map { ("neuron", $0) } + answer.direct.map { ("input now", $0) }
    return HTMLNode.entry(
      "answer", "One answer taken apart",
      [
        what, sum, table("By input, over all steps", answer.inputs.map { ("input", $0) }),
        answer.words.map(text) ?? .group([]),
        table("By neuron before the step, and by input at the step", neurons),
      ])
  }

  /// The text with each word on the colour of its part; words that lower the answer are underlined as well, and those with
  /// the largest parts follow in numbers.
  private static func text(_ words: [ExplainedAnswer.WordPart]) -> HTMLNode {
    let largest = words.map(\.part.magnitude).filter(\.isFinite).max() ?? 0
    // Characters stand side by side as in their text.
    let gap: HTMLNode = Probe.areCharacters(words.map(\.word)) ? "" : " "
    let nodes = words.flatMap { word -> [HTMLNode] in
      let share = largest > 0 && word.part.isFinite ? (word.part.magnitude / largest * 4).rounded() : 0
      guard share > 0 else { return [.text(word.word), gap] }
      let kind = "word-\(word.part < 0 ? "minus" : "plus") level-\(Int(saturating: share))"
      let number = SignedBar.number(word.part)
      return [.element("span", ["class": kind, "title": number], [.text(word.word)]), gap]
    }
    let parts = words.map { ("word \($0.step)", ExplainedAnswer.Part(name: $0.word, part: $0.part)) }
    return .group([
      .element("h3", ["The text, word by word"]),
      .note(["The stronger the colour, the larger the part. Words that lower the answer are underlined."]),
      .element("p", ["class": "text"], nodes), table("By word of the text", parts),
    ])
  }

  private static func table(
    _ caption: String, _ parts: [(kind: String, part: ExplainedAnswer.Part)]
  ) -> HTMLNode {
    let largest = parts.map { $0.part.part.magnitude }.filter(\.isFinite).max() ?? 0
    let sorted = parts.filter { $0.part.part != 0 }.sorted { $0.part.part.magnitude > $1.part.part.magnitude }
    var table = ReportTable(
      caption,
      columns: [.init("name"), .init("kind"), .init("part", alignsRight: true), .init("less, or more")])
    table.rows = sorted.prefix(shown).map { kind, part in
      [
        .name(part.name), .text(kind), .text(SignedBar.number(part.part)),
        ReportBar.signed(part.part, largest: largest),
      ]
    }
    let left = sorted.count - table.rows.count
    guard !table.rows.isEmpty else { return .note([.text("\(caption): every part is 0.")]) }
    return .group(
      [table.node] + (left > 0 ? [.note([.text("\(counted(left, "smaller part")) not shown.")])] : []))
  }
}
