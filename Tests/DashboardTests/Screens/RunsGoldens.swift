import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

/// The list of recorded runs, and the comparison above the overview's losses, as text.
@Suite struct RunsGoldens {
  static let sizes = [
    Size(columns: 40, rows: 12), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40),
  ]

  private var listed: DashboardState {
    var state = DashboardState.fixture()
    state.press("6")
    _ = reduce(&state, .runs(.fixture))
    return state
  }

  private func check(_ state: DashboardState, _ name: String, _ size: Size) {
    let mismatch = GoldenScreen(state: state, name: name).mismatch(at: size)
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  @Test(arguments: sizes) func theListOfRuns(size: Size) {
    check(listed, "runs", size)
  }

  @Test(arguments: sizes) func twoMarkedRuns(size: Size) {
    var state = listed
    state.press("j", " ", "j", "j", " ")
    _ = reduce(&state, .curves(.fixture(1, floor: 0.2)))
    _ = reduce(&state, .curves(.fixture(3, floor: 0.5)))
    check(state, "runs-marked", size)
    var ascii = state
    ascii.press("b", "b", "1")
    check(ascii, "overview-compared-ascii", size)
  }

  @Test func aDirectoryWithoutRuns() {
    var state = DashboardState.fixture()
    state.press("6")
    #expect(render(state, size: Size(columns: 80, rows: 24)).contains("looking for runs"))
    _ = reduce(
      &state, .runs(RunListingUpdate(entries: [], total: 0, directory: "/runs", isComplete: true)))
    #expect(render(state, size: Size(columns: 80, rows: 24)).contains("no runs in /runs"))
  }

  @Test func everySizeDrawsSoundly() {
    var state = listed
    state.press(" ", "j", "j", "j", "j", "j", "j")
    _ = reduce(&state, .curves(.fixture(0, floor: 0.2)))
    for glyphs in 0..<3 {
      for columns in stride(from: 1, through: 130, by: 3) {
        for rows in stride(from: 1, through: 45, by: 2) {
          let grid = render(state, size: Size(columns: columns, rows: rows))
          let faults = grid.faults
          #expect(faults.isEmpty, "\(columns)x\(rows), glyphs \(glyphs): \(faults.prefix(3))")
        }
      }
      state.press("b")
    }
  }
}
