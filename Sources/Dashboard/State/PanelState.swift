/// Which panel has the focus, and how the panels' own lists are scrolled.
public struct PanelState: Sendable, Hashable {
  /// Nil until the person chose one.
  public internal(set) var focused: PanelKind?
  /// True where the focused panel fills the screen.
  public internal(set) var isZoomed = false
  /// The row of the list of what is in force that Delete removes.
  public internal(set) var activeSelection = 0
  /// The panel over which the time cursor is being dragged.
  public internal(set) var dragged: PanelKind?
  /// From the top, the most active neurons, until the person moves the selection.
  var neuronScroll = ListScroll(isFree: true)
  var channelScroll = ListScroll()
  var activeScroll = ListScroll()
}

/// How a list is scrolled: it shows its selection until the wheel moved it elsewhere.
struct ListScroll: Sendable, Hashable {
  var first = 0
  /// True from a turn of the wheel to the next move of the selection.
  var isFree = false

  /// Scrolls from the first row that is on the screen.
  mutating func turn(by rows: Int, from first: Int, count: Int, visible: Int) {
    self.first = min(max(0, first + rows), max(0, count - max(1, visible)))
    isFree = true
  }
}
