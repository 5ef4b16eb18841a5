import Screen
import Telemetry
import Text

extension PanelKind {
  public static let matrix = PanelKind("matrix", MatrixPanel())
}

/// One of the network's matrices at the explained step as a heat map: rows are the neurons that are acted on, columns what
/// acts on them. One cell is selected and put into words.
struct MatrixPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    let matrix = NetworkMatrix(state)
    guard let matrix, !matrix.isEmpty else {
      let inside = painter.frame(matrix?.title ?? "matrix", trailing: matrix == nil ? [] : Self.otherKey)
      painter.notice(matrix.map { Self.reason(isEmpty: $0) } ?? state.missingDetails, in: inside)
      return
    }
    let limit = matrix.limit
    let scale = HeatScale.diverging(limit: Double(limit), positive: .focus, negative: .error)
    let text = NumberText.short(Double(limit))
    let legend =
      [TextRun("-\(text) ", .label)] + scale.legend(glyphs: state.glyphs)
      + [TextRun(" +\(text)  ", .label)] + Self.otherKey
    let inside = painter.frame("\(matrix.title) (\(matrix.unit))", trailing: legend)
    let map = NetworkMatrixMap(state, matrix, in: painter.rect)
    drawNames(state, matrix, map, with: &painter)
    for row in map.rows.visible {
      for column in map.columns.visible {
        draw(state, matrix, row: row, column: column, scale, map, with: &painter)
      }
    }
    guard map.hasWords else { return }
    painter.draw(
      matrix.words(state), x: inside.x, y: inside.maxY - 1, width: inside.columns, style: Style(.value))
  }

  private static let otherKey = [TextRun("v", .focus), TextRun(" other", .label)]

  private static func reason(isEmpty matrix: NetworkMatrix) -> String {
    matrix.targets.isEmpty
      ? "no neurons" : "no input is a number: the index of a word or a category has no derivative"
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    guard let matrix = NetworkMatrix(state), !matrix.isEmpty else { return nil }
    let map = NetworkMatrixMap(state, matrix, in: rect)
    guard let row = map.row(atY: y) else { return nil }
    let target = matrix.targets[row]
    let source = map.column(atX: x).map { matrix.sources[$0] }
    let isOfNeurons = matrix.kind == .intrinsic
    return .select { state in
      state.selectNeuron(target)
      guard let source else { return }
      if isOfNeurons { state.why.sourceNeuron = source } else { state.selectedChannel = source }
    }
  }

  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {
    guard let matrix = NetworkMatrix(state), !matrix.isEmpty else { return }
    let map = NetworkMatrixMap(state, matrix, in: rect)
    state.why.matrixScroll.turn(by: rows, from: map.rows, count: matrix.targets.count)
  }

  private func draw(
    _ state: DashboardState, _ matrix: NetworkMatrix, row: Int, column: Int, _ scale: HeatScale,
    _ map: NetworkMatrixMap, with painter: inout Painter
  ) {
    let value = Double(matrix.value(row: row, column: column))
    var cell = scale.cell(for: value, glyphs: state.glyphs)
    if row == matrix.selectedRow, column == matrix.selectedColumn {
      // As the time cursor in a raster.
      cell.character = painter.symbols.bullet
      let tone = cell.style.heat?.upper
      cell.style = Style(.bright, bold: true, heat: tone.map { Heat($0, isTextShown: true) })
    }
    let place = map.place(row: row, column: column)
    for x in place.x..<place.maxX { painter.grid[x, place.y] = cell }
  }

  private func drawNames(
    _ state: DashboardState, _ matrix: NetworkMatrix, _ map: NetworkMatrixMap, with painter: inout Painter
  ) {
    let symbols = painter.symbols
    for row in map.rows.visible {
      let y = map.place(row: row, column: map.columns.first).y
      let isSelected = row == matrix.selectedRow
      if isSelected {
        painter.draw(symbols.selected, x: map.names.x, y: y, style: Style(.focus, bold: true))
      }
      let style = isSelected ? Style(.bright, on: .selection, bold: true) : Style(.value)
      painter.draw(
        state.neuronName(matrix.targets[row]), x: map.names.x + 1, y: y, width: max(0, map.names.columns - 2),
        style: style)
    }
    guard map.hasHeading, let selected = matrix.selectedColumn, map.columns.visible.contains(selected) else {
      return
    }
    let plot = map.plot
    let x = map.place(row: map.rows.first, column: selected).x
    let name = matrix.sourceName(state, column: selected)
    // To the left of the mark where there is more room.
    let isLeft = x - plot.x > plot.maxX - x
    painter.draw(symbols.alarm, x: x, y: plot.y - 1, style: Style(.focus, bold: true))
    let room =
      isLeft
      ? Rect(x: plot.x, y: plot.y - 1, columns: x - plot.x, rows: 1)
      : Rect(
        x: x + 1, y: plot.y - 1, columns: plot.maxX - x - 1, rows: 1)
    painter.draw(
      name, x: room.x, y: room.y, width: room.columns, style: Style(.bright, bold: true),
      alignment: isLeft ? .trailing : .leading)
  }
}

/// The matrix on the screen, layer by layer.
struct NetworkMatrix {
  let kind: WhyState.Matrix
  /// Neurons from top to bottom.
  let targets: [Int]
  /// Neurons, or input channels that hold numbers, from left to right.
  let sources: [Int]
  let unit: String
  let selectedRow: Int?
  let selectedColumn: Int?
  private let values: [Float]
  private let width: Int

  /// Nil where there are no details.
  init?(_ state: DashboardState) {
    guard let details = state.explanation?.details else { return nil }
    kind = state.shownMatrix
    targets = LayerOrder(state.description.model).neurons
    let indexed = Set(state.description.task.indexedInputs ?? [])
    sources = kind == .intrinsic ? targets : (0..<state.channelCount).filter { !indexed.contains($0) }
    values =
      switch kind {
      case .intrinsic: details.intrinsic
      case .inputs: details.inputs
      case .modulation: details.modulation
      }
    width = kind == .intrinsic ? targets.count : state.channelCount
    let time = state.description.task.timeUnit
    unit = time.isEmpty || time == "steps" ? "1/step" : "1/\(time)"
    selectedRow = targets.firstIndex(of: state.selectedNeuron)
    let source = kind == .intrinsic ? state.why.sourceNeuron : state.selectedChannel
    selectedColumn = sources.firstIndex(of: source)
  }

  var isEmpty: Bool { targets.isEmpty || sources.isEmpty }

  var title: String {
    switch kind {
    case .intrinsic: "A: neuron on neuron"
    case .inputs: "C: input on neuron"
    case .modulation: "B: input on leak"
    }
  }

  /// NaN where there is none.
  func value(row: Int, column: Int) -> Float {
    let place = targets[row] * width + sources[column]
    return values.indices.contains(place) ? values[place] : .nan
  }

  /// The magnitude at which a cell is full. A neuron's own leak, the largest entry of its row, would make all others pale:
  /// it only counts where there is nothing else.
  var limit: Float {
    func largest(_ isCounted: (_ target: Int, _ source: Int) -> Bool) -> Float {
      targets.indices.reduce(Float(0)) { most, row in
        sources.indices.reduce(most) { most, column in
          isCounted(targets[row], sources[column])
            ? most.maximumFinite(value(row: row, column: column).magnitude) : most
        }
      }
    }
    let others = kind == .intrinsic ? largest { $0 != $1 } : 0
    return others > 0 ? others : largest { _, _ in true }
  }

  func sourceName(_ state: DashboardState, column: Int) -> String {
    kind == .intrinsic ? state.neuronName(sources[column]) : state.channelName(sources[column])
  }

  /// The selected entry: `a rise of curvature raises inter 4 at 1.23 1/s`.
  func words(_ state: DashboardState) -> String {
    guard let row = selectedRow, let column = selectedColumn else { return "" }
    let value = value(row: row, column: column)
    let (target, source) = (state.neuronName(targets[row]), sourceName(state, column: column))
    let rate = "\(NumberText.short(Double(value.magnitude))) \(unit)"
    if value.isNaN { return "\(source) on \(target): NaN" }
    if value == 0 { return "\(source) does not act on \(target)" }
    if kind == .modulation {
      return "a rise of \(source) makes \(target) leak \(value < 0 ? "faster" : "slower") by \(rate)"
    }
    if kind == .intrinsic, targets[row] == sources[column] {
      return "\(target) by itself \(value < 0 ? "decays" : "grows") at \(rate)"
    }
    return "a rise of \(source) \(value < 0 ? "lowers" : "raises") \(target) at \(rate)"
  }
}

/// Which cells of the screen show which entries of a matrix: one entry a cell or several cells wide, scrolled to the
/// selected one.
private struct NetworkMatrixMap {
  let names: Rect
  let plot: Rect
  let rows: ListWindow
  let columns: ListWindow
  let hasHeading: Bool
  let hasWords: Bool
  /// Columns of the screen that an entry takes.
  private let width: Int

  private static let mostWidth = 6

  init(_ state: DashboardState, _ matrix: NetworkMatrix, in rect: Rect) {
    let inside = Panel.inside(rect)
    hasWords = inside.rows >= 3
    hasHeading = inside.rows >= 4
    let nameColumns = min(NeuronCell.nameColumns(state, limit: 14) + 2, inside.columns * 2 / 5)
    let top = hasHeading ? 1 : 0
    let room = Rect(
      x: inside.x + nameColumns, y: inside.y + top, columns: inside.columns - nameColumns,
      rows: inside.rows - top - (hasWords ? 1 : 0))
    width = min(Self.mostWidth, max(1, room.columns / max(1, matrix.sources.count)))
    rows = state.why.matrixScroll.window(
      count: matrix.targets.count, rows: room.rows, selected: matrix.selectedRow)
    let shown = room.columns / width
    let selected = matrix.selectedColumn
    columns = ListWindow(
      count: matrix.sources.count, rows: shown, selected: selected,
      preferred: (selected ?? 0) / max(1, shown) * max(1, shown))
    plot = Rect(x: room.x, y: room.y, columns: columns.visible.count * width, rows: rows.visible.count)
    names = Rect(x: inside.x, y: room.y, columns: nameColumns, rows: plot.rows)
  }

  func place(row: Int, column: Int) -> Rect {
    Rect(
      x: plot.x + (column - columns.first) * width, y: plot.y + row - rows.first, columns: width, rows: 1)
  }

  func row(atY y: Int) -> Int? {
    let row = rows.first + y - plot.y
    return rows.visible.contains(row) ? row : nil
  }

  func column(atX x: Int) -> Int? {
    guard x >= plot.x, x < plot.maxX else { return nil }
    return columns.first + (x - plot.x) / width
  }
}
