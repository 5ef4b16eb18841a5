import Dashboard
import Screen
import TestSupport

/// A screen kept as a file in `Tests/Goldens/Dashboard`.
struct GoldenScreen {
  let state: DashboardState
  let name: String
  var showsRoles = false

  /// Why the screen at a size is not what the file holds, or not sound; nil where all is well. The state is told the
  /// size, and enough time for its messages to go away, before it is drawn; messages stay where `now` is nil.
  func mismatch(at size: Size, now: Double? = 500) -> String? {
    var state = state
    _ = reduce(&state, .resized(size))
    if let now { _ = reduce(&state, .tick(now: now)) }
    let grid = render(state, size: size)
    guard grid.faults.isEmpty else { return "\(grid.faults)" }
    let text = grid.plainText + (showsRoles ? "\n\nroles\n" + grid.rolesText : "")
    return GoldenFile("\(name)-\(size.columns)x\(size.rows)", in: "Dashboard").mismatch(with: text)
  }
}
