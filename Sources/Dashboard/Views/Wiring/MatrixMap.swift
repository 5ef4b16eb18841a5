import Screen
import Telemetry

/// Which cells of a picture belong to which source and target.
struct MatrixMap {
  let plot: Rect
  let names: Rect
  /// Neurons from top to bottom.
  let targets: [Int]
  /// Titles of what begins at a source: the inputs, then the layers.
  let groups: [(title: String, source: Int)]
  private let inputCount: Int
  private let sourceCount: Int
  private let places: [Int]
  /// Columns a source takes; 1 where sources share columns.
  private let width: Int
  private let height: Int
  /// Values above one another in a cell: 2 where targets have to share rows.
  private let halves: Int

  init(_ state: DashboardState, in rect: Rect) {
    let layers = LayerOrder(state.description.model).layers
    targets = layers.flatMap(\.neurons)
    var places = Array(repeating: 0, count: targets.count)
    for (place, neuron) in targets.enumerated() { places[neuron] = place }
    self.places = places
    inputCount = state.description.model.synapses.contains(where: \.isSensory) ? state.channelCount : 0
    sourceCount = inputCount + targets.count
    var groups = inputCount > 0 ? [(title: "inputs \(inputCount)", source: 0)] : []
    var source = inputCount
    for layer in layers {
      groups.append((title: "\(sanitized(layer.name)) \(layer.neurons.count)", source: source))
      source += layer.neurons.count
    }
    self.groups = groups
    let nameColumns = min(NeuronCell.nameColumns(state, limit: 12) + 2, rect.columns / 3)
    let room = Rect(
      x: rect.x + nameColumns, y: rect.y + 2, columns: rect.columns - nameColumns, rows: rect.rows - 2)
    width = max(1, min(6, room.columns / max(1, sourceCount)))
    height = max(1, min(2, room.rows / max(1, targets.count)))
    halves = targets.count > room.rows && state.glyphs != .ascii ? 2 : 1
    plot = Rect(
      x: room.x, y: room.y, columns: min(room.columns, sourceCount * width),
      rows: min(room.rows, targets.count * height))
    names = Rect(x: rect.x, y: room.y, columns: nameColumns, rows: plot.rows)
  }

  private var slotRows: Int { plot.rows * halves }

  func source(ofNeuron neuron: Int) -> Int? {
    places.indices.contains(neuron) ? inputCount + places[neuron] : nil
  }

  /// The columns of the plot that show a source.
  func columns(ofSource source: Int) -> Range<Int> {
    guard sourceCount * width > plot.columns else { return (source * width)..<((source + 1) * width) }
    let column = source * plot.columns / sourceCount
    return column..<(column + 1)
  }

  /// The rows of the plot that show a target, given by its place in `targets`.
  func rows(ofTarget place: Int) -> Range<Int> {
    guard targets.count > plot.rows else { return (place * height)..<((place + 1) * height) }
    let row = slotRange(ofTarget: place).lowerBound / halves
    return row..<(row + 1)
  }

  /// Indices into `values` of what a cell shows, from above.
  func slots(row: Int, column: Int) -> [Int] {
    (0..<halves).map { (row * halves + $0) * plot.columns + column }
  }

  /// The strongest current of each half cell, `[rows * halves, columns]`; nil where there is no synapse.
  func values(_ state: DashboardState, _ strengths: SynapseStrengths) -> [Float?] {
    var values = [Float?](repeating: nil, count: slotRows * plot.columns)
    for (index, synapse) in state.description.model.synapses.enumerated() {
      guard places.indices.contains(synapse.target) else { continue }
      let source = synapse.isSensory ? synapse.source : source(ofNeuron: synapse.source)
      guard let source, source < sourceCount else { continue }
      let current = strengths.current(index)
      let finite = current.isNaN ? 0 : current
      for row in slotRange(ofTarget: places[synapse.target]) {
        for column in columns(ofSource: source) where column < plot.columns && row < slotRows {
          let slot = row * plot.columns + column
          if (values[slot]?.magnitude ?? -1) < finite.magnitude { values[slot] = finite }
        }
      }
    }
    return values
  }

  private func slotRange(ofTarget place: Int) -> Range<Int> {
    guard targets.count > plot.rows else { return rows(ofTarget: place) }
    let row = targets.count > slotRows ? place * slotRows / targets.count : place
    return row..<(row + 1)
  }
}
