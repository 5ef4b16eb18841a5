import Screen

/// A screenful of panels: one tab, one number key.
protocol DashboardView: Sendable {
  /// The name on the tab.
  var title: String { get }
  /// What help says about the view's key.
  var help: String { get }
  /// The panel that has the focus until the person chooses one; nil where none stands out.
  var mainPanel: PanelKind? { get }
  /// Whether the view lists the neurons as they are sorted and filtered.
  var listsNeurons: Bool { get }
  /// Whether Enter opens the selected neuron.
  var opensNeuron: Bool { get }

  /// The panels and their places, in the order in which the focus goes from one to the next. Empty places are not
  /// drawn.
  func arrange(_ state: DashboardState, in body: Rect) -> [PanelPlace]

  /// Moves the selection.
  func move(_ state: inout DashboardState, _ move: ListMove)
}

extension DashboardView {
  var listsNeurons: Bool { false }
  var opensNeuron: Bool { true }
}

/// A panel and the rectangle it has, its frame included.
typealias PanelPlace = (panel: PanelKind, rect: Rect)

/// The views a person switches between; the raw value is the number key. A new view is a case here and a file.
public enum ViewKind: Int, Sendable, Hashable, CaseIterable {
  case overview = 1
  case neurons = 2
  case raster = 3
  case wiring = 4
  case inputs = 5
  case runs = 6
  case why = 7
  case sweep = 8

  var view: any DashboardView {
    switch self {
    case .overview: OverviewView()
    case .neurons: NeuronsView()
    case .raster: RasterView()
    case .wiring: WiringView()
    case .inputs: InputsView()
    case .runs: RunsView()
    case .why: WhyView()
    case .sweep: SweepView()
    }
  }

  /// The name on the tab.
  public var title: String { view.title }
}
