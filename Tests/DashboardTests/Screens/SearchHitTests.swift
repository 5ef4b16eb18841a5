import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

@Suite struct SearchHitTests {
  /// The text of reversed cells below the header.
  private func hits(_ state: DashboardState) -> [String] {
    let grid = state.screen
    return (1..<state.size.rows - 1).flatMap { y -> [String] in
      var found: [String] = []
      var isOpen = false
      for x in 0..<state.size.columns {
        let cell = grid[x, y]
        let isHit = cell.style.isReversed && cell.style.foreground == .paused
        if isHit, isOpen { found[found.count - 1].append(cell.character) }
        if isHit, !isOpen { found.append(String(cell.character)) }
        isOpen = isHit
      }
      return found
    }
  }

  @Test func whatTheFilterFoundStandsOutInNamesAndLayers() {
    var state = DashboardState.fixture()
    state.press("/", "M", "o", "t", .enter)
    #expect(hits(state) == ["mot", "mot"])
    state.press(.escape)
    #expect(hits(state).isEmpty)
  }

  @Test func whatHelpFoundStandsOut() {
    var state = DashboardState.fixture()
    state.press("?", "/")
    for character in "noise" { state.press(.character(character)) }
    #expect(hits(state) == ["noise"])
  }

  @Test func wideLettersAndCaseAreFoundAndNothingIsHalved() {
    var grid = Grid(size: Size(columns: 20, rows: 1))
    grid.draw("x速度Ab速度", x: 0, y: 0)
    grid.highlight("度aB", in: grid.bounds) { $0.isReversed = true }
    let reversed = (0..<20).filter { grid[$0, 0].style.isReversed }
    #expect(reversed == [3, 4, 5, 6])
    grid.highlight("", in: grid.bounds) { $0.isDim = true }
    #expect(!grid[0, 0].style.isDim)
  }
}
