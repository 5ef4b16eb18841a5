import Screen

/// A part of a view that can have the focus and fill the screen.
///
/// A panel is one type in one file: it draws itself, says what is at a cell, and scrolls itself. It holds nothing that
/// changes; all of that is in the `DashboardState`. Its file registers it by naming its kind, and the views that show
/// it place that kind:
///
///     extension PanelKind {
///       public static let clock = PanelKind("clock", ClockPanel())
///     }
///
///     struct ClockPanel: DashboardPanel {
///       func draw(_ state: DashboardState, with painter: inout Painter) {
///         let inside = painter.frame("clock")
///         painter.draw("\(state.now)", x: inside.x, y: inside.y, width: inside.columns)
///       }
///     }
protocol DashboardPanel: Sendable {
  /// Draws the panel, its frame included, in the painter's rectangle.
  func draw(_ state: DashboardState, with painter: inout Painter)

  /// What is drawn at a cell inside the frame, as far as the mouse can do something with it.
  ///
  /// - Parameter rect: where the panel is, its frame included.
  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit?

  /// Scrolls by this many rows, down where positive, as the mouse's wheel asks.
  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect)
}

extension DashboardPanel {
  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? { nil }
  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {}
}

/// What a click at a cell of the screen does.
enum PanelHit: Sendable {
  /// Moves the time cursor to a step of the probe; dragging moves it on.
  case step(Int)
  /// The same as pressing the key whose label or hint is there.
  case key(KeyEvent)
  /// Selects what is there.
  case select(@Sendable (inout DashboardState) -> Void)
}

/// Names a panel, and finds it.
public struct PanelKind: Sendable, Hashable, CustomStringConvertible {
  /// Unique among the panels.
  public let name: String
  let panel: any DashboardPanel

  init(_ name: String, _ panel: any DashboardPanel) {
    self.name = name
    self.panel = panel
  }

  /// The name of the panel's type.
  package var typeName: String { "\(type(of: panel))" }

  public var description: String { name }

  public static func == (a: PanelKind, b: PanelKind) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
