import Text

/// The whole page: one file without scripts, that asks for nothing from anywhere.
struct ReportDocument {
  let run: ReportedRun
  let explanation: ReportedExplanation
  /// What a reader must know first.
  let notes: [String]

  /// What tells a report of this program from any other page; it stands among the first bytes.
  private static let generator = "\(ProgramVersion.name) report"

  /// Whether a file begins as reports do, of this version or another.
  static func isReport(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).contains("<meta name=\"generator\" content=\"\(generator)\"/>")
  }

  /// HTML that is also well-formed XML; the same bytes for the same run, data and options.
  var text: String { "<!DOCTYPE html>\n" + page.markup + "\n" }

  private var page: HTMLNode {
    .element("html", ["lang": "en"], [head, .lineBreak, .element("body", [.element("main", body), footer])])
  }

  private var head: HTMLNode {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return .element(
      "head",
      [
        .element("meta", ["charset": "utf-8"]),
        .element("meta", ["name": "generator", "content": Self.generator]),
        .element("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
        .element("meta", ["name": "referrer", "content": "no-referrer"]),
        .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .element("title", [.text("\(run.description.name.displayed(limit: 80)): report of a training run")]),
        .style(ReportStyle.sheet),
      ])
  }

  private var body: [HTMLNode] {
    let measured = explanation.measured
    let sections: [(id: String, title: String, node: HTMLNode)?] = [
      DataSection.entry(run, measured), NetworkSection.entry(run), LearningSection.entry(run),
      ResultsSection.entry(run), WiringSection.entry(run), measured.flatMap(AnswerSection.entry),
      measured.flatMap(EffectsSection.entry), measured.flatMap(CircuitSection.entry),
      LimitsSection.entry(run, measured), ReproductionSection.entry(run, measured),
    ]
    let present = sections.compactMap(\.self)
    let contents = HTMLNode.element(
      "nav", ["aria-label": "Contents"],
      [
        .element(
          "ul", present.map { .element("li", [.element("a", ["href": "#\($0.id)"], [.text($0.title)])]) })
      ])
    let summary = SummarySection.nodes(run)
    let shownNotes = notes.map { HTMLNode.note([.text("Note: \($0)")]) }
    return (summary + shownNotes + [contents] + present.map { $0.node }).flatMap { [$0, .lineBreak] }
  }

  private var footer: HTMLNode {
    .element(
      "footer", [.paragraph(["Written by \(ProgramVersion.line). The page holds everything it shows."])])
  }
}

/// A section of a report, with its place in the contents.
typealias ReportEntry = (id: String, title: String, node: HTMLNode)

extension HTMLNode {
  /// A section with its place in the contents.
  static func entry(_ id: StaticString, _ title: String, _ children: [HTMLNode]) -> ReportEntry {
    ("\(id)", title, .section(id, title, children))
  }
}
