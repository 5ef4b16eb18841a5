import Text

/// The synapses that the network needs.
enum CircuitSection {
  private static let shown = 40

  static func entry(_ measured: ReportedExplanation.Measured) -> ReportEntry? {
    guard let circuit = measured.circuit else { return nil }
    let words = HTMLNode.paragraph([
      .text(
        "\(NumberText.grouped(circuit.kept)) of \(counted(circuit.total, "synapse"))"
          + " (\(NumberText.percent(circuit.share))) keep a skill of \(NumberText.significant(circuit.skill)) of"
          + " \(NumberText.significant(circuit.fullSkill)): 1 less the loss in shares of that of the best constant answer,"
          + " on the rows that it was searched with.")
    ])
    var table = ReportTable(
      "The circuit, what is needed most first",
      columns: [.init("synapse"), .init("skill lost without it", alignsRight: true)])
    table.rows = circuit.synapses.prefix(shown).map {
      [.name($0.name), .text(NumberText.significant($0.importance))]
    }
    let left = circuit.synapses.count - table.rows.count
    let rest =
      left > 0 ? [HTMLNode.note([.text("\(counted(left, "synapse")) of the circuit not shown.")])] : []
    return HTMLNode.entry("circuit", "Circuit", [words, table.node] + rest)
  }
}
