import Screen

/// How many rows a neuron gets in the raster and where its parts are.
struct RasterPlan {
  let rows: RasterRows
  /// Rows of cells for each line of neurons.
  let height: Int
  let picture: Rect
  /// The selected neuron's curves, where the picture leaves room for them.
  let preview: Rect?

  /// The frame and the time axis.
  private static let frameRows = 3
  private static let leastRowsForHeadings = 12

  init(_ state: DashboardState, in rect: Rect) {
    rows = Self.rows(state, rect.rows - Self.frameRows)
    (picture, preview, height) = Self.places(
      in: rect, lines: rows.lines, hasPreview: !(state.panels.isZoomed && state.panels.focused == .raster))
  }

  /// The roomiest arrangement that fits: names on every line before headings, headings before two neurons a line. ASCII
  /// has no half blocks; it scrolls, as do networks too large for any arrangement.
  private static func rows(_ state: DashboardState, _ room: Int) -> RasterRows {
    let isPairing = state.glyphs != .ascii
    let hasHeadings = room >= leastRowsForHeadings
    let wishes =
      [(false, hasHeadings), (false, false)] + (isPairing ? [(true, hasHeadings), (true, false)] : [])
    for (isPaired, hasHeadings) in wishes {
      let rows = RasterRows(state, isPaired: isPaired, hasHeadings: hasHeadings)
      if rows.lines.count <= room { return rows }
    }
    return RasterRows(state, isPaired: isPairing, hasHeadings: hasHeadings)
  }

  private static func places(
    in rect: Rect, lines: [RasterRows.Line], hasPreview: Bool = true
  ) -> (picture: Rect, preview: Rect?, height: Int) {
    let headings = lines.reduce(0) { if case .heading = $1 { $0 + 1 } else { $0 } }
    let neurons = lines.count - headings
    func wanted(_ height: Int) -> Int { headings + neurons * height + frameRows }
    if hasPreview, neurons > 0,
      let height = [3, 2, 1].first(where: { wanted($0) + NeuronsView.leastPreviewRows <= rect.rows })
    {
      return (rect.top(wanted(height)), rect.dropTop(wanted(height)), height)
    }
    return (rect, nil, [3, 2].first { wanted($0) <= rect.rows } ?? 1)
  }
}

/// The lines of the raster: headings of layers, and neurons, one or two in a line.
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
