import Dashboard
import Foundation
import Screen
import Telemetry
import TestSupport
import Testing

/// Losses that are hard to draw, as whole screens.
@Suite struct LossGoldens {
  static let sizes = [
    Size(columns: 40, rows: 12), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40),
  ]

  private func check(_ state: DashboardState, _ name: String, _ size: Size) {
    let mismatch = GoldenScreen(state: state, name: "loss-\(name)").mismatch(at: size)
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  @Test(arguments: sizes) func nothingFinite(size: Size) {
    check(.fixture(losses: [.nan, .infinity, -.infinity]), "not-finite", size)
  }

  @Test(arguments: sizes) func hugeRange(size: Size) {
    check(
      .fixture(losses: (0..<60).map { (step: Int) -> Double in pow(10, Double(step) / 2 - 10) }), "huge", size
    )
  }

  @Test(arguments: sizes) func hugeRangeOnALogarithmicAxis(size: Size) {
    var state = DashboardState.fixture(
      losses: (0..<60).map { (step: Int) -> Double in pow(10, Double(step) / 2 - 10) })
    state.press("l")
    check(state, "huge-log", size)
  }

  @Test(arguments: sizes) func tinyRange(size: Size) {
    check(
      .fixture(losses: (0..<60).map { (step: Int) -> Double in 3e-5 + 1e-7 * sin(Double(step) / 9) }), "tiny",
      size)
  }

  /// A training whose first losses are a thousand times the rest, and one that is not finite.
  private static let outliers = (0..<60).map { (step: Int) -> Double in
    step == 30 ? .nan : step < 2 ? 900 / Double(1 + step) : 0.4 + 0.2 * sin(Double(step) / 5)
  }

  @Test(arguments: sizes) func firstLossesFarAboveTheRest(size: Size) {
    check(.fixture(losses: Self.outliers), "outliers", size)
  }

  @Test(arguments: sizes) func firstLossesFarAboveTheRestOnALogarithmicAxis(size: Size) {
    var state = DashboardState.fixture(losses: Self.outliers)
    state.press("l")
    check(state, "outliers-log", size)
  }

  @Test(arguments: sizes) func firstLossesAreShownWhereAskedFor(size: Size) {
    var state = DashboardState.fixture(losses: Self.outliers)
    state.press("W")
    check(state, "outliers-shown", size)
  }

  @Test func outliersComeAndGo() {
    var state = DashboardState.fixture(losses: Self.outliers)
    state.press("W")
    #expect(state.showsOutliers && state.message?.text == "loss axis: every value")
    state.press("6", "W")
    #expect(!state.showsOutliers && state.message?.text == "loss axis: outliers left out")
  }

  @Test(arguments: sizes) func timeSinceTheStart(size: Size) {
    var state = DashboardState.fixture(losses: Situation.falling, seconds: 47)
    state.press("w")
    check(state, "elapsed", size)
  }

  @Test(arguments: sizes) func timeOfDay(size: Size) {
    var state = DashboardState.fixture(losses: Situation.falling, seconds: 300)
    state.secondsFromGMT = 7_200
    state.press("w", "w")
    check(state, "clock", size)
  }

  @Test func theAxisGoesRound() {
    var state = DashboardState.fixture(losses: Situation.falling)
    state.press("w")
    #expect(state.lossAxis == .elapsed && state.message?.text == "loss over time since the start")
    state.press("w", "w")
    #expect(state.lossAxis == .step)
  }
}
