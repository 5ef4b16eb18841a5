import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

/// Whole screens as text, in `Tests/Goldens/Dashboard`.
@Suite struct GoldenScreens {
  static let sizes = [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)]

  private func check(_ state: DashboardState, _ name: String, _ size: Size) {
    let mismatch = GoldenScreen(state: state, name: name).mismatch(at: size, now: nil)
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  private var perturbed: Frame {
    RunFixture().frame(
      perturbations: [Perturbation(kind: .noise, channel: 1, magnitude: 0.5)],
      interventions: [Intervention.silence(neuron: 4), Intervention.clamp(neuron: 6, value: 0.25)])
  }

  @Test(arguments: sizes) func overviewInASCII(size: Size) {
    check(.fixture(frame: perturbed, glyphs: .ascii), "overview-ascii", size)
  }

  @Test(arguments: sizes) func overviewInBlocks(size: Size) {
    check(.fixture(frame: perturbed, glyphs: .block), "overview-block", size)
  }

  @Test(arguments: sizes) func classification(size: Size) {
    let run = RunFixture(
      outputs: ["sitting", "walking", "running", "cycling", "stairs up", "stairs down"],
      kind: "classification")
    let frame = run.frame(perturbations: [Perturbation(kind: .holdLast, channel: 0, magnitude: 0.3)])
    check(.fixture(run, frame: frame), "classification", size)
  }

  @Test(arguments: sizes) func severalOutputs(size: Size) {
    let run = RunFixture(outputs: ["x", "y", "heading", "speed"])
    check(.fixture(run), "several-outputs", size)
  }

  @Test(arguments: sizes) func testedUnderConditions(size: Size) {
    check(.tested(), "conditions", size)
  }

  @Test(arguments: sizes) func conditionsFillTheScreen(size: Size) {
    var state = DashboardState.tested()
    state.press("f", "f", "z")
    check(state, "conditions-zoomed", size)
  }

  @Test(arguments: sizes) func neuronTable(size: Size) {
    var state = DashboardState.fixture(frame: perturbed)
    state.press("2", "j", "j", "j", "j")
    check(state, "neurons", size)
  }

  @Test(arguments: sizes) func neuronTableWithTheSolversError(size: Size) {
    let run = RunFixture(solverError: SolverError(largest: 0.048, rootMeanSquare: 0.012))
    var state = DashboardState.fixture(run)
    state.press("2")
    check(state, "neurons-solver-error", size)
  }

  @Test(arguments: sizes) func neuronDetail(size: Size) {
    var state = DashboardState.fixture(frame: perturbed)
    state.press("2", "j", .enter)
    check(state, "neuron-detail", size)
  }

  @Test(arguments: sizes) func replay(size: Size) {
    let run = RunFixture()
    var state = DashboardState.fixture(run, mode: .replay)
    var batch = TelemetryBatch()
    batch.playback = Playback(
      frameIndex: 61, frameCount: 248, position: 62, duration: 248, speed: 2, isPlaying: true)
    _ = reduce(&state, .telemetry(batch))
    state.press("n")
    check(state, "replay", size)
  }

}
