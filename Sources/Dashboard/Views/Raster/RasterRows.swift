import Screen

/// The lines of the raster: headings of layers, and neurons, one or two a line.
struct RasterRows {
  enum Line: Hashable {
    case heading(name: String, count: Int)
    case neuron(Int)
    /// One above the other in half a line each; the last may be alone.
    case pair(Int, Int?)
  }

  let lines: [Line]

  init(_ state: DashboardState, isPaired: Bool, hasHeadings: Bool) {
    lines = Self.groups(state).flatMap { group -> [Line] in
      let heading = group.name.map { [Line.heading(name: $0, count: group.neurons.count)] } ?? []
      return (hasHeadings ? heading : []) + Self.lines(of: group.neurons, isPaired: isPaired)
    }
  }

  /// The neurons in the order in which the raster shows them.
  static func order(_ state: DashboardState) -> [Int] { groups(state).flatMap(\.neurons) }

  /// The line a neuron is on.
  func place(of neuron: Int) -> Int? {
    lines.firstIndex { line in
      switch line {
      case .heading: false
      case .neuron(let shown): shown == neuron
      case .pair(let upper, let lower): upper == neuron || lower == neuron
      }
    }
  }

  /// As sorted and filtered; sorted by number, layer by layer.
  private static func groups(_ state: DashboardState) -> [(name: String?, neurons: [Int])] {
    let list = state.neuronList
    let layers = LayerOrder(state.description.model).layers
    guard list.sortColumn == .index, layers.count > 1 else { return [(nil, list.order)] }
    let shown = Set(list.order)
    let groups = layers.map { (name: Optional($0.name), neurons: $0.neurons.filter(shown.contains)) }
      .filter { !$0.neurons.isEmpty }
    return list.isAscending ? groups : groups.reversed().map { ($0.name, $0.neurons.reversed()) }
  }

  private static func lines(of neurons: [Int], isPaired: Bool) -> [Line] {
    guard isPaired else { return neurons.map(Line.neuron) }
    return stride(from: 0, to: neurons.count, by: 2).map { first in
      .pair(neurons[first], first + 1 < neurons.count ? neurons[first + 1] : nil)
    }
  }
}
