import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

/// Whole screens as text, in `Tests/Goldens/Dashboard`.
@Suite struct GoldenScreens {
  static let sizes = [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)]

  private func check(_ state: DashboardState, _ name: String, _ size: Size) {
    var state = state
    _ = reduce(&state, .resized(size))
    let grid = render(state, size: size)
    let golden = GoldenFile("\(name)-\(size.columns)x\(size.rows)", in: "Dashboard")
    let mismatch = golden.mismatch(with: grid.plainText)
    #expect(mismatch == nil, "\(mismatch ?? "")")
    #expect(grid.faults.isEmpty)
  }

  private var perturbed: Frame {
    RunFixture().frame(
      perturbations: [Perturbation(kind: .noise, channel: 1, magnitude: 0.5)],
      interventions: [Intervention(kind: .silence, neuron: 4), Intervention(kind: .clamp(0.25), neuron: 6)])
  }

  @Test(arguments: sizes) func waitingForTheFirstStep(size: Size) {
    check(.fixture(frame: nil), "waiting", size)
  }

  @Test(arguments: sizes) func overviewWhileTraining(size: Size) {
    check(.fixture(), "overview", size)
  }

  @Test(arguments: sizes) func overviewPerturbed(size: Size) {
    var state = DashboardState.fixture(frame: perturbed)
    state.press("l", "]")
    _ = reduce(&state, .tick(now: 200))
    check(state, "overview-perturbed", size)
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
    let frame = run.frame(perturbations: [Perturbation(kind: .drop, channel: 0, magnitude: 0.3)])
    check(.fixture(run, frame: frame), "classification", size)
  }

  @Test(arguments: sizes) func severalOutputs(size: Size) {
    let run = RunFixture(outputs: ["x", "y", "heading", "speed"])
    check(.fixture(run), "several-outputs", size)
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

  @Test(arguments: sizes) func manyNeuronsSortedByTimeConstant(size: Size) {
    var state = DashboardState.fixture(RunFixture(neurons: 302))
    state.press("2", "O", "O", "O", "O", "O", "O", "G")
    _ = reduce(&state, .tick(now: 200))
    check(state, "neurons-302", size)
  }

  @Test(arguments: sizes) func neuronDetail(size: Size) {
    var state = DashboardState.fixture(frame: perturbed)
    state.press("2", "j", .enter)
    check(state, "neuron-detail", size)
  }

  @Test(arguments: sizes) func inputs(size: Size) {
    var state = DashboardState.fixture(frame: perturbed)
    state.press("5", "]")
    check(state, "inputs", size)
  }

  @Test(arguments: sizes) func help(size: Size) {
    var state = DashboardState.fixture()
    state.press("?")
    check(state, "help", size)
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

  @Test(arguments: [Size(columns: 20, rows: 5), Size(columns: 40, rows: 12), Size(columns: 60, rows: 20)])
  func smallScreens(size: Size) {
    check(.fixture(), "small", size)
  }

  @Test func divergedWithNaNLoss() {
    let run = RunFixture()
    var state = DashboardState.fixture(run, frame: run.frame(state: .diverged))
    var batch = TelemetryBatch()
    batch.scalars = [
      StepScalars(
        step: 1_241, epoch: 12, elapsed: 63, loss: .nan, learningRate: 0.01, gradientNorm: .infinity)
    ]
    batch.outcome = Outcome(
      state: .diverged, steps: 1_241, elapsed: 63, validation: nil, test: nil,
      explanation: "the loss is not a number since step 1,241; try a smaller learning rate")
    _ = reduce(&state, .telemetry(batch))
    check(state, "diverged", Size(columns: 80, rows: 24))
  }
}
