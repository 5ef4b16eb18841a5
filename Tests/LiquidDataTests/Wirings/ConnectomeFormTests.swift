import Liquid
import LiquidData
import TestSupport
import Testing

@Suite("Forms of tables of synapses")
struct ConnectomeFormTests {
  /// A row of a generated table.
  private struct Row: Hashable {
    var pre: String
    var post: String
    var type: String
    var weight: Int
    var polarity: String
  }

  /// Rows in which each pair of neurons has one polarity, so that their order cannot matter.
  private func rows(_ generator: inout SeededGenerator) -> [Row] {
    let neurons = (0..<(4 + generator.integer(below: 20))).map { "N\($0)" }
    var rows: [Row] = []
    var polarities: [String: String] = [:]
    for _ in 0..<(3 * neurons.count) {
      let (pre, post) = (
        neurons[generator.integer(below: neurons.count)], neurons[generator.integer(below: neurons.count)]
      )
      let drawn = ["+", "-", ""][generator.integer(below: 3)]
      let polarity = polarities["\(pre) \(post)"] ?? drawn
      polarities["\(pre) \(post)"] = polarity
      rows.append(
        Row(
          pre: pre, post: post, type: generator.integer(below: 4) == 0 ? "electrical" : "chemical",
          weight: 1 + generator.integer(below: 9), polarity: polarity))
    }
    return rows + [
      Row(pre: "N0", post: "N1", type: "chemical", weight: 1, polarity: polarities["N0 N1"] ?? "+")
    ]
  }

  private let headers = ["pre", "post", "type", "weight", "polarity"]

  private func text(
    _ rows: [Row], order: [Int] = Array(0..<5), separator: String = ",", lineEnd: String = "\n",
    padding: String = "", mark: String = ""
  ) -> String {
    let lines = [headers] + rows.map { [$0.pre, $0.post, $0.type, "\($0.weight)", $0.polarity] }
    return mark
      + lines.map { fields in
        order.map { fields[$0] + padding }.joined(separator: separator) + lineEnd
      }.joined()
  }

  @Test(
    "However a table is written, and in any order of rows and columns, it is the same wiring",
    arguments: 0..<25)
  func forms(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let rows = rows(&generator)
    let expected = try fileWiring(text(rows), inputs: 3, outputs: nil).wiring
    let order = headers.indices.shuffled(using: &generator)
    let shuffled = rows.shuffled(using: &generator)
    // Rows of a pair's weight are one.
    let split = rows.flatMap { row in
      var (half, rest) = (row, row)
      (half.weight, rest.weight) = (row.weight - row.weight / 2, row.weight / 2)
      return rest.weight == 0 ? [half] : [half, rest]
    }
    let forms = [
      text(shuffled, order: order), text(rows, order: order, separator: ";"),
      text(rows, separator: "\t", lineEnd: "\r\n"), text(rows, lineEnd: "\r"),
      text(rows, separator: "|", mark: "\u{FEFF}"), text(rows, separator: " ,", padding: " "),
      text(rows, padding: "   ", mark: "\u{FEFF}"), text(rows + rows),
      text(split.shuffled(using: &generator)),
    ]
    for (index, form) in forms.enumerated() {
      let wiring = try fileWiring(form, inputs: 3, outputs: nil).wiring
      #expect(wiring == expected, "form \(index), seed \(seed)")
    }
  }

  @Test(
    "Columns are found by the names that people give them",
    arguments: [
      "pre,post,type,weight", "Source,Target,Type,Weight", "Neuron 1,Neuron 2,Type,Nbr",
      "from,to,kind,count", "pre_neuron,post_neuron,synapse_type,synapses", "bodyId_pre,bodyId_post,type,n",
      "presynaptic,postsynaptic,connection type,syn_count", "FROM NEURON,TO NEURON,edge_type,number",
      "neuronA,neuronB,type,strength",
    ])
  func columnNames(header: String) throws {
    let body = "\nA,B,chemical,2\nB,C,electrical,3\nC,D,chemical,0\n"
    let wiring = try fileWiring(header + body).wiring
    #expect(Set(wiring.named.map { String($0.dropLast(2)) }) == ["A > B", "B > C", "C > B"])
  }

  @Test(
    "Without a header the first two columns are neurons and the number is a weight",
    arguments: [
      "A\tB\t2\nB\tC\t3\nC\tD\t0\n", "A B\nB C\n", "A,B,1\nB,C,1\n", "A,B,chemical,2\nB,C,chemical,1\n",
      "A,B,2,chemical\nB,C,1,chemical\n",
    ])
  func headerless(text: String) throws {
    let (wiring, notes) = try fileWiring(text)
    #expect(Set(wiring.named.map { String($0.dropLast(2)) }) == ["A > B", "B > C"])
    #expect(notes.first?.contains("no header") == true)
  }

  @Test("A header with spaces above rows with tabs, as in the data of 1986")
  func spacedHeader() throws {
    let wiring = try fileWiring("pre post type synapses\r\nA\tB\tchemical\t1\r\nB\tC\telectrical\t2\r\n")
      .wiring
    #expect(Set(wiring.named.map { String($0.dropLast(2)) }) == ["A > B", "B > C", "C > B"])
  }

  @Test("Whole numbers are names where the columns are called so, in the order in which people count")
  func numbers() throws {
    let wiring = try fileWiring("pre,post\n10,9\n9,100\n100,010\n", outputs: nil).wiring
    #expect(Set(wiring.names ?? []) == ["9", "10", "100", "010"])
  }
}
