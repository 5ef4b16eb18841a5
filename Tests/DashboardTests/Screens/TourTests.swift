import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

/// What is said to a person at the first start.
@Suite struct TourTests {
  private func state(_ mode: SourceMode = .live) -> DashboardState {
    var state = DashboardState.fixture(mode: mode)
    state.hasTour = true
    return state
  }

  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 40, rows: 12)])
  func screens(size: Size) {
    let mismatch = GoldenScreen(state: state(), name: "tour").mismatch(at: size)
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  @Test func aReplayHasItsOwnKeys() {
    let mismatch = GoldenScreen(state: state(.replay), name: "tour-replay")
      .mismatch(at: Size(columns: 80, rows: 24))
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  @Test(arguments: [SourceMode.live, .replay, .attached]) func everyLineFits(mode: SourceMode) {
    var state = state(mode)
    _ = reduce(&state, .resized(Tour.leastSize))
    #expect(state.screen.contains("which do not come again.") && state.screen.faults.isEmpty)
    let lines = state.screen.plainText.split(separator: "\n").dropLast().suffix(3)
    #expect(lines.count == 3 && lines.allSatisfy { !$0.contains("…") }, "\(lines)")
  }

  @Test func everyKeyDoesWhatItDoesWithoutTheLines() {
    let keys = KeyTable.bindings.flatMap(\.keys)
    for key in keys {
      var (with, without) = (state(), state())
      without.hasTour = false
      #expect(with.press(key) == without.press(key), "\(key)")
      #expect(with.view == without.view && with.message == without.message, "\(key)")
      #expect(with.hasTour == (key != .escape), "\(key)")
    }
  }

  @Test func escClosesThemAndStepsOut() {
    var state = state()
    state.press("2", .escape)
    #expect(!state.hasTour && state.view == .overview)
    #expect(!state.screen.contains("which do not come again"))
  }
}
