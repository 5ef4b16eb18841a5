import Dashboard
import Screen

extension DashboardState {
  @discardableResult
  mutating func mouse(_ kind: MouseEvent.Kind, _ x: Int, _ y: Int) -> [Effect] {
    reduce(&self, .mouse(MouseEvent(kind, x: x, y: y)))
  }

  /// The screen at the size the state knows.
  var screen: Grid { render(self, size: size) }
}
