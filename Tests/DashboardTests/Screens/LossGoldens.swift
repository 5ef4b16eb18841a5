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

  /// A dashboard that was told these losses, one every `seconds`; every tenth is validated.
  private func state(_ losses: [Double], seconds: Double = 0.05, glyphs: GlyphSet = .braille)
    -> DashboardState
  {
    var state = DashboardState.fixture(RunFixture(trainingSteps: 0), frame: nil, glyphs: glyphs)
    var batch = TelemetryBatch()
    batch.scalars = losses.enumerated().map { index, loss in
      StepScalars(
        step: index + 1, epoch: 0, elapsed: Double(index) * seconds, loss: loss, learningRate: 0.01,
        gradientNorm: 1,
        validation: (index + 1) % 10 == 0 ? Validation(loss: loss * 1.1, metric: 0.5) : nil)
    }
    _ = reduce(&state, .telemetry(batch))
    return state
  }

  private func check(_ state: DashboardState, _ name: String, _ size: Size) {
    var state = state
    _ = reduce(&state, .resized(size))
    _ = reduce(&state, .tick(now: 500))
    let grid = render(state, size: size)
    let golden = GoldenFile("loss-\(name)-\(size.columns)x\(size.rows)", in: "Dashboard")
    let mismatch = golden.mismatch(with: grid.plainText)
    #expect(mismatch == nil, "\(mismatch ?? "")")
    #expect(grid.faults.isEmpty)
  }

  private var falling: [Double] {
    (0..<100).map { index -> Double in
      let step = Double(index)
      let ripple: Double = 0.1 * sin(step * 2.1)
      return 2 * exp(-step / 25) + 0.1 + ripple
    }
  }

  @Test(arguments: sizes) func noStepYet(size: Size) { check(state([]), "empty", size) }

  @Test(arguments: sizes) func onePoint(size: Size) { check(state([0.5]), "one", size) }

  @Test(arguments: sizes) func constant(size: Size) {
    check(state(Array(repeating: 0.25, count: 60)), "constant", size)
  }

  @Test(arguments: sizes) func gapsWhereValuesAreNotFinite(size: Size) {
    var losses = falling
    for index in 30..<40 { losses[index] = .nan }
    losses[70] = .infinity
    check(state(losses), "gaps", size)
  }

  @Test(arguments: sizes) func nothingFinite(size: Size) {
    check(state([.nan, .infinity, -.infinity]), "not-finite", size)
  }

  @Test(arguments: sizes) func negativeOnALogarithmicAxis(size: Size) {
    var state = state(
      (0..<100).map { (step: Int) -> Double in 3 * exp(-Double(step) / 10) - 0.02 }, glyphs: .ascii)
    state.press("l")
    check(state, "negative-log", size)
  }

  @Test(arguments: sizes) func onlyNegativeOnALogarithmicAxis(size: Size) {
    var state = state((0..<20).map { (step: Int) -> Double in -Double(step) - 1 })
    state.press("l")
    check(state, "all-negative-log", size)
  }

  @Test(arguments: sizes) func hugeRange(size: Size) {
    check(state((0..<60).map { (step: Int) -> Double in pow(10, Double(step) / 2 - 10) }), "huge", size)
  }

  @Test(arguments: sizes) func hugeRangeOnALogarithmicAxis(size: Size) {
    var state = state((0..<60).map { (step: Int) -> Double in pow(10, Double(step) / 2 - 10) })
    state.press("l")
    check(state, "huge-log", size)
  }

  @Test(arguments: sizes) func tinyRange(size: Size) {
    check(state((0..<60).map { (step: Int) -> Double in 3e-5 + 1e-7 * sin(Double(step) / 9) }), "tiny", size)
  }

  @Test(arguments: sizes) func timeSinceTheStart(size: Size) {
    var state = state(falling, seconds: 47)
    state.press("w")
    check(state, "elapsed", size)
  }

  @Test(arguments: sizes) func timeOfDay(size: Size) {
    var state = state(falling, seconds: 300)
    state.secondsFromGMT = 7_200
    state.press("w", "w")
    check(state, "clock", size)
  }

  @Test func theAxisGoesRound() {
    var state = state(falling)
    state.press("w")
    #expect(state.lossAxis == .elapsed && state.message?.text == "loss over time since the start")
    state.press("w", "w")
    #expect(state.lossAxis == .step)
  }
}
