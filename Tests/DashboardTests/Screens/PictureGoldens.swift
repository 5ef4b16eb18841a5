import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

/// The raster and the wiring as text, in `Tests/Goldens/Dashboard`.
@Suite struct PictureGoldens {
  static let sizes = [
    Size(columns: 40, rows: 12), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40),
  ]

  private func check(_ state: DashboardState, _ name: String, _ size: Size) {
    let mismatch = GoldenScreen(state: state, name: name).mismatch(at: size)
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  private func perturbed(_ run: RunFixture) -> Frame {
    run.frame(
      perturbations: [Perturbation(kind: .noise, channel: 1, magnitude: 0.5)],
      interventions: [Intervention.silence(neuron: 4), Intervention.clamp(neuron: 6, value: 0.25)])
  }

  @Test(arguments: sizes) func rasterOfStatesAtAMoment(size: Size) {
    var state = DashboardState.fixture(RunFixture(neurons: 32))
    state.press("3", "j", .shiftLeft, .shiftLeft, "(")
    check(state, "raster", size)
  }

  @Test(arguments: sizes) func rasterOfTimeConstantsInASCII(size: Size) {
    let run = RunFixture(neurons: 32)
    var state = DashboardState.fixture(run, frame: run.frame(), glyphs: .ascii)
    state.press("3", "v", "(")
    check(state, "raster-ascii", size)
  }

  @Test(arguments: sizes) func rasterOfManyNeurons(size: Size) {
    var state = DashboardState.fixture(RunFixture(neurons: 302))
    state.press("3", "O", "O", "O", "j", "j")
    check(state, "raster-302", size)
  }

  @Test(arguments: sizes) func rasterOfTheChange(size: Size) {
    let run = RunFixture()
    var state = DashboardState.fixture(run, frame: perturbed(run))
    state.press("3", "v", "j")
    check(state, "raster-change", size)
  }

  @Test(arguments: sizes) func wiringOfLayers(size: Size) {
    let run = RunFixture(neurons: 32, isLayered: true)
    var state = DashboardState.fixture(run, frame: run.frame())
    state.press("4", "g", "j", "j", "j", "(")
    check(state, "wiring", size)
  }

  @Test(arguments: sizes) func wiringInASCII(size: Size) {
    let run = RunFixture(neurons: 32, isLayered: true)
    var state = DashboardState.fixture(run, frame: run.frame(), glyphs: .ascii)
    state.press("4", "G")
    check(state, "wiring-ascii", size)
  }

  @Test(arguments: sizes) func wiringPerturbed(size: Size) {
    let run = RunFixture(isLayered: true)
    var state = DashboardState.fixture(run, frame: perturbed(run))
    state.press("4", "g", "j")
    check(state, "wiring-perturbed", size)
  }

  @Test(arguments: sizes) func wiringWithoutReadings(size: Size) {
    let run = RunFixture(neurons: 32, isLayered: true)
    var frame = run.frame()
    frame.probe.synapses = nil
    var state = DashboardState.fixture(run, frame: frame)
    state.press("4", "g", "j")
    check(state, "wiring-no-readings", size)
  }

  @Test(arguments: sizes) func wiringOfManyNeurons(size: Size) {
    let run = RunFixture(neurons: 302, isLayered: true)
    var state = DashboardState.fixture(run, frame: run.frame())
    state.press("4", "j", "j")
    check(state, "wiring-302", size)
  }

  @Test(arguments: sizes) func wiringOfADenseNetwork(size: Size) {
    let run = RunFixture(neurons: 16, cell: "lstm", isDense: true)
    var state = DashboardState.fixture(run, frame: run.frame())
    state.press("4", "j", "j")
    check(state, "wiring-dense", size)
  }

  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)])
  func overviewAtAMoment(size: Size) {
    var state = DashboardState.fixture()
    state.press(.shiftLeft, .shiftLeft, .shiftLeft)
    check(state, "overview-cursor", size)
  }

  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)])
  func neuronAtAMomentInAReplay(size: Size) {
    var state = DashboardState.fixture(mode: .replay)
    state.press("2", "j", .enter, ")", ")", ")")
    check(state, "neuron-detail-cursor", size)
  }
}
