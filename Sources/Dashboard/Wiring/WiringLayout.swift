import Screen
import Telemetry

/// Where inputs and neurons are drawn: a column a layer, signals running from left to right. Nil as a whole where the
/// network does not read well that way: without layers, with most synapses inside of them, or without room.
struct WiringLayout {
  struct Column {
    var title: String
    var rect: Rect
  }

  private(set) var columns: [Column] = []
  /// One row each, by index.
  private(set) var inputs: [Rect] = []
  private(set) var neurons: [Rect] = []
  /// All of the picture.
  let plot: Rect

  /// The columns before a name: the mark of the selection, the shade.
  static let leadColumns = 3
  /// The columns a name may take, and between two layers the columns that must then be left for lines.
  private static let nameLimits: [(limit: Int, leastGap: Int)] = [
    (18, 16), (14, 13), (10, 6), (7, 6), (5, 6), (4, 6),
  ]
  /// Room for arcs between neurons of the last layer.
  private static let margin = 5

  init?(_ state: DashboardState, in rect: Rect) {
    plot = rect
    let model = state.description.model
    let layers = LayerOrder(model).layers
    guard rect.rows >= 4, Self.readsWell(model, layers: layers) else { return nil }
    let hasInputs = model.synapses.contains(where: \.isSensory)
    let inputCount = hasInputs ? state.channelCount : 0
    let counts = (hasInputs ? [inputCount] : []) + layers.map(\.neurons.count)
    let height = rect.rows - 1
    let folds = counts.map { max(1, ($0 + height - 1) / height) }
    let lengths = Self.nameLengths(state, layers, hasInputs: hasInputs)
    let choices = Self.nameLimits.map {
      (limit: $0.limit, gap: Self.gap(lengths, folds, limit: $0.limit, in: rect), least: $0.leastGap)
    }
    guard let (limit, gap, _) = choices.first(where: { $0.gap >= $0.least }) else { return nil }
    inputs = Array(repeating: Rect(x: 0, y: 0, columns: 0, rows: 0), count: state.channelCount)
    neurons = Array(repeating: Rect(x: 0, y: 0, columns: 0, rows: 0), count: state.neuronCount)
    var x = rect.x
    for (place, count) in counts.enumerated() {
      let width = min(limit, lengths[place]) + Self.leadColumns
      let layer = hasInputs ? place - 1 : place
      let total = folds[place] * (width + 1) - 1
      let title = layer < 0 ? "inputs \(count)" : "\(layers[layer].name) \(count)"
      columns.append(Column(title: title, rect: Rect(x: x, y: rect.y, columns: total, rows: 1)))
      for index in 0..<count {
        let y = rect.y + 1 + (2 * index + 1) * height / (2 * count)
        let node = Rect(x: x + index % folds[place] * (width + 1), y: y, columns: width, rows: 1)
        if layer < 0 { inputs[index] = node } else { neurons[layers[layer].neurons[index]] = node }
      }
      x += total + gap
    }
  }

  /// What a neuron is called inside its layer's column.
  static func label(_ state: DashboardState, neuron: Int) -> String {
    let name = state.neuronName(neuron)
    let prefix = state.description.model.neurons[neuron].layer + " "
    return name.hasPrefix(prefix) && name.count > prefix.count ? String(name.dropFirst(prefix.count)) : name
  }

  private static func readsWell(_ model: ModelSummary, layers: [LayerOrder.Layer]) -> Bool {
    guard layers.count > 1 else { return false }
    let count = model.neurons.count
    var recurrent = 0
    var inside = 0
    for synapse in model.synapses where !synapse.isSensory {
      recurrent += 1
      guard model.neurons.indices.contains(synapse.source), model.neurons.indices.contains(synapse.target)
      else { return false }
      if model.neurons[synapse.source].layer == model.neurons[synapse.target].layer { inside += 1 }
    }
    return recurrent * 3 <= count * count && inside <= max(12, recurrent * 2 / 3)
  }

  private static func nameLengths(
    _ state: DashboardState, _ layers: [LayerOrder.Layer], hasInputs: Bool
  ) -> [Int] {
    let channels = state.description.task.inputNames.indices.map { DisplayWidth.of(state.channelName($0)) }
    let names = layers.map { $0.neurons.map { DisplayWidth.of(label(state, neuron: $0)) }.max() ?? 1 }
    return (hasInputs ? [max(1, channels.max() ?? 1)] : []) + names
  }

  /// Columns between two layers; negative where there is no room.
  private static func gap(_ lengths: [Int], _ folds: [Int], limit: Int, in rect: Rect) -> Int {
    let widths = zip(lengths, folds).map { $1 * (min(limit, $0) + leadColumns + 1) - 1 }
    let free = rect.columns - margin - widths.reduce(0, +)
    return widths.count > 1 ? free / (widths.count - 1) : free
  }
}
