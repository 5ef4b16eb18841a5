import Screen
import Telemetry

/// What is drawn at a cell of the screen, as far as the mouse can do something with it.
enum HitTarget: Sendable, Hashable {
  case tab(ViewKind)
  /// A key: its hint in the bottom row, or its label beside what it changes.
  case hint(KeyEvent)
  case neuron(Int)
  /// The heading of a column of the neuron table.
  case heading(NeuronColumn)
  /// A row of the list of runs, and the heading of one of its columns.
  case run(row: Int)
  case runHeading(RunColumn)
  case channel(Int)
  case kind(Perturbation.Kind)
  /// A row of the list of what is in force.
  case active(Int)
  /// The step of the probe at a column of a chart.
  case moment(Int)
}

/// A cell's panel and what is drawn in it there.
struct Hit: Sendable, Hashable {
  var panel: PanelKind?
  var target: HitTarget?

  /// What `render` drew at a cell of the screen.
  init(x: Int, y: Int, _ state: DashboardState) {
    guard let plan = ScreenPlan(state, size: state.size) else { return }
    if plan.header.contains(x: x, y: y) {
      target = HeaderPanel.tabPlaces(state, in: plan.header).first { $0.rect.contains(x: x, y: y) }
        .map { .tab($0.view) }
    } else if plan.footer.contains(x: x, y: y) {
      target = FooterPanel.key(atX: x, state, in: plan.footer).map { .hint($0) }
    } else if plan.body.contains(x: x, y: y), state.help == nil {
      findInBody(x: x, y: y, state, plan.body)
    }
  }

  private mutating func findInBody(x: Int, y: Int, _ state: DashboardState, _ body: Rect) {
    guard let place = ViewPanels.places(state, in: body).first(where: { $0.rect.contains(x: x, y: y) }) else {
      return
    }
    panel = place.panel
    guard Panel.inside(place.rect).contains(x: x, y: y) else { return }
    target = Self.target(in: place.panel, x: x, y: y, state, place.rect)
  }

  private static func target(
    in panel: PanelKind, x: Int, y: Int, _ state: DashboardState, _ rect: Rect
  ) -> HitTarget? {
    switch panel {
    case .loss, .conditions, .effect, .road, .incoming, .outgoing, .raster, .wiring: return nil
    case .runs: return RunsPanel.hit(x: x, y: y, state, in: rect)
    case .neuronTable: return NeuronsView.hit(x: x, y: y, state, in: rect)
    case .state, .timeConstant:
      return NeuronDetailView.chart(panel, state).flatMap { moment(x, $0, Panel.inside(rect), state) }
    case .neurons: return TopNeuronsPanel.neuron(atY: y, state, in: rect).map { .neuron($0) }
    case .inputs:
      return ViewPanels.channelList(state).places(in: rect).first { $0.rect.contains(x: x, y: y) }
        .map { .channel($0.channel) }
    case .perturb:
      return KindsPanel.kind(atY: y, in: rect).map { .kind($0) }
        ?? KindsPanel.key(atX: x, y: y, state, in: rect).map { .hint($0) }
    case .active: return ActivePanel.row(atY: y, state, in: rect).map { .active($0) }
    case .outputs:
      guard let place = OutputsPanel.chart(atX: x, y: y, state, in: rect) else { return nil }
      return moment(x, place.chart, place.rect, state)
    case .channel:
      guard let probe = state.frame?.probe else { return nil }
      return moment(x, ChannelPanel.chart(state, probe), Panel.inside(rect), state)
    }
  }

  private static func moment(_ x: Int, _ chart: LineChart, _ rect: Rect, _ state: DashboardState)
    -> HitTarget?
  {
    guard let probe = state.frame?.probe, chart.plot(in: rect).columns > 0 else { return nil }
    let wanted = chart.x(atColumn: x, in: rect)
    let times = ProbeChart.x(probe.nominal)
    return times.indices.min { abs(Double(times[$0]) - wanted) < abs(Double(times[$1]) - wanted) }
      .map { .moment($0) }
  }
}
