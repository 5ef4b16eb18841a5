import Screen

/// Where each view puts its panels, by the view's name: what tests check for overlaps.
package func panelRects(in rect: Rect) -> [(view: String, rects: [Rect])] {
  [
    ("overview", OverviewView.places(in: rect)),
    ("neuron", NeuronDetailView.places(in: rect, hasTimeConstants: true).all),
    ("neuron without time constants", NeuronDetailView.places(in: rect, hasTimeConstants: false).all),
    (
      "neurons",
      [NeuronsView.places(in: rect, rows: 19)].flatMap { [$0.table] + ($0.preview.map { [$0] } ?? []) }
    ),
    (
      "raster",
      [RasterPlan.places(in: rect, lines: (0..<19).map(RasterRows.Line.neuron))].flatMap {
        [$0.picture] + ($0.preview.map { [$0] } ?? [])
      }
    ),
    ("wiring", WiringView.places(in: rect).all),
    ("inputs", InputsView.places(in: rect).all),
    ("inputs with a road", InputsView.places(in: rect, hasRoad: true).all),
    ("runs", [RunsView.places(in: rect)].flatMap { [$0.table] + ($0.chart.map { [$0] } ?? []) }),
  ]
}
