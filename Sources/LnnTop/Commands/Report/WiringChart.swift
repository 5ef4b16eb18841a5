import Telemetry
import Text

/// A network as a picture: inputs and layers are columns, synapses lines between them.
struct WiringChart {
  /// Nodes of a column; more would not fit a page.
  static let rows = 36
  /// Lines that can still be told apart.
  private static let mostSynapses = 260
  private static let (width, top, gap) = (760.0, 46.0, 15.0)
  private static let nameLimit = 20

  /// An input or a neuron in its place.
  private struct Node {
    let name: String
    let x: Double
    let y: Double
  }

  private struct Line {
    let source: Int
    let target: Int
    /// Nil where it was not recorded.
    let strength: Double?
  }

  /// All of the network, and what of it is drawn.
  let nodes: Int
  let synapses: Int
  var drawnNodes: Int { places.count }
  var drawnSynapses: Int { lines.count }

  private let titles: [(text: String, x: Double)]
  /// By node: inputs first, then neurons. Those that are left out have no place.
  private let places: [Int: Node]
  private let lines: [Line]
  private let height: Double
  private let words: SynapseWords

  /// - Parameter strengths: in the order of the description's synapses; nil: unknown.
  init(_ description: RunDescription, strengths: [Float]?) {
    let (task, model) = (description.task, description.model)
    let inputs = task.inputNames.count
    let all = Self.lines(model, inputs: inputs, strengths: strengths)
    var weights = [Double](repeating: 0, count: inputs + model.neurons.count)
    for line in all {
      for end in [line.source, line.target] { weights[end] += line.strength?.magnitude ?? 1 }
    }
    let columns = Self.columns(model, inputs: inputs).map { column in
      (title: column.title, nodes: Self.strongest(column.nodes, weights))
    }
    let tallest = columns.map { $0.nodes.count }.max() ?? 0
    height = Self.top + Double(max(1, tallest)) * Self.gap + 30
    let names = task.inputNames + model.neurons.map(\.name)
    var places: [Int: Node] = [:]
    var titles: [(text: String, x: Double)] = []
    for (index, column) in columns.enumerated() {
      let x = Self.place(index, of: columns.count)
      titles.append((column.title, x))
      let blank = Double(tallest - column.nodes.count) / 2 * Self.gap
      for (row, node) in column.nodes.enumerated() {
        places[node] = Node(name: names[node], x: x, y: Self.top + blank + Double(row) * Self.gap + 10)
      }
    }
    let drawn = all.filter { places[$0.source] != nil && places[$0.target] != nil }
    let strongest = drawn.sorted { ($0.strength?.magnitude ?? 0) > ($1.strength?.magnitude ?? 0) }
    // The strongest last, so that they lie on top.
    lines = strongest.prefix(Self.mostSynapses).reversed()
    nodes = names.count
    synapses = model.synapses.count
    words = model.words
    (self.places, self.titles) = (places, titles)
  }

  /// Those whose ends exist: a run file may say anything.
  private static func lines(_ model: ModelSummary, inputs: Int, strengths: [Float]?) -> [Line] {
    let fitting = strengths.flatMap { $0.count == model.synapses.count ? $0 : nil }
    return model.synapses.enumerated().compactMap { index, synapse in
      let sources = synapse.isSensory ? 0..<inputs : model.neurons.indices
      guard sources.contains(synapse.source), model.neurons.indices.contains(synapse.target) else {
        return nil
      }
      let strength = fitting.map { Double($0[index]) }
      // One that was cut is none.
      guard strength != 0, strength?.isFinite ?? true else { return nil }
      return Line(
        source: synapse.source + (synapse.isSensory ? 0 : inputs), target: synapse.target + inputs,
        strength: strength)
    }
  }

  /// Inputs, then the layers in the order in which signals pass them.
  private static func columns(_ model: ModelSummary, inputs: Int) -> [(title: String, nodes: [Int])] {
    var layers: [(title: String, nodes: [Int])] = []
    for (index, neuron) in model.neurons.enumerated() {
      if let place = layers.firstIndex(where: { $0.title == neuron.layer }) {
        layers[place].nodes.append(inputs + index)
      } else {
        layers.append((neuron.layer, [inputs + index]))
      }
    }
    // Neurons are numbered from the motor neurons back.
    layers.append(("inputs", Array(0..<inputs)))
    return layers.reversed()
  }

  private static func strongest(_ nodes: [Int], _ weights: [Double]) -> [Int] {
    guard nodes.count > rows else { return nodes }
    return nodes.sorted { (weights[$0], $1) > (weights[$1], $0) }.prefix(rows).sorted()
  }

  private static func place(_ column: Int, of count: Int) -> Double {
    let (first, last) = (150.0, width - 130)
    return count < 2 ? (first + last) / 2 : first + (last - first) * Double(column) / Double(count - 1)
  }

  // MARK: - The picture

  var node: HTMLNode {
    let largest = lines.compactMap(\.strength?.magnitude).max() ?? 1
    return .picture(
      "wiring-picture", title: "Wiring", description: text, width: Self.width, height: height,
      heads + lines.map { drawn($0, largest) } + marks + legend)
  }

  /// What the picture shows, for those who do not see it.
  private var text: String {
    let columns = titles.map { title in
      "\(places.values.count { $0.x == title.x }) \(title.text.displayed)"
    }
    let strongest = lines.last.flatMap { line in
      line.strength.map {
        "; the strongest synapse is \(name(line.source)) to \(name(line.target)), \(NumberText.significant($0))"
      }
    }
    return "Columns: \(columns.joined(separator: ", ")). \(counted(lines.count, "synapse")) drawn"
      + (strongest ?? "")
  }

  private func name(_ node: Int) -> String { (places[node]?.name ?? "").displayed(limit: Self.nameLimit) }

  private var heads: [HTMLNode] {
    titles.map { .label($0.text.displayed(limit: Self.nameLimit), $0.x, 40, "quiet middle") }
  }

  private func drawn(_ line: Line, _ largest: Double) -> HTMLNode {
    guard let start = places[line.source], let end = places[line.target] else { return .group([]) }
    var path = SVGPath()
    if start.x == end.x {
      let bend = 22 + 0.28 * (start.y - end.y).magnitude
      path.curve(
        from: (start.x + 4, start.y - 1), (start.x + bend, start.y), (end.x + bend, end.y),
        to: (end.x + 4, end.y + 1))
    } else {
      let middle = (start.x + end.x) / 2
      path.curve(from: (start.x, start.y), (middle, start.y), (middle, end.y), to: (end.x, end.y))
    }
    guard let strength = line.strength else { return .path(path, "synapse other") }
    let width = 0.5 + 2.7 * strength.magnitude / largest
    return .element(
      "path",
      [
        "class": strength > 0 ? "synapse plus" : "synapse minus", "d": path.text,
        "stroke-width": SVGPath.number(width),
      ])
  }

  private var marks: [HTMLNode] {
    places.sorted { $0.key < $1.key }.flatMap { entry -> [HTMLNode] in
      let node = entry.value
      let isLeft = node.x == titles.first?.x
      return [
        .circle(node.x, node.y, radius: 4, "neuron"),
        .label(
          node.name.displayed(limit: Self.nameLimit), isLeft ? node.x - 9 : node.x + 9, node.y + 4,
          isLeft ? "node-name end" : "node-name"),
      ]
    }
  }

  private var legend: [HTMLNode] {
    guard lines.contains(where: { $0.strength != nil }) else { return [] }
    return [
      .line(20, 12, 52, 12, "plus"), .label("positive (\(words.positive.displayed(limit: 12)))", 58, 16),
      .line(200, 12, 232, 12, "minus"), .label("negative (\(words.negative.displayed(limit: 12)))", 238, 16),
    ]
  }
}
