import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

/// Why, the sentence in the Overview, and cut synapses as whole screens.
@Suite struct WhyGoldens {
  static let sizes = Situation.sizes
  static let usual = [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)]

  private func check(_ state: DashboardState, _ name: String, _ size: Size, showsRoles: Bool = false) {
    let mismatch = GoldenScreen(state: state, name: name, showsRoles: showsRoles).mismatch(at: size)
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  @Test(arguments: sizes) func ofARegression(size: Size) {
    check(ExplanationFixture().dashboard(), "why", size, showsRoles: true)
  }

  /// In 7-bit characters, with the matrix of the inputs.
  @Test(arguments: sizes) func inASCII(size: Size) {
    var state = ExplanationFixture().dashboard(glyphs: .ascii)
    _ = reduce(&state, .resized(size))
    state.press("v", "j", "j", "v")
    if size.rows >= 40 { state.press("v") }
    check(state, "why-ascii", size)
  }

  @Test(arguments: usual) func ofAClassification(size: Size) {
    var fixture = ExplanationFixture(output: 2)
    (fixture.run.kind, fixture.run.outputs) = ("classification", ["sitting", "walking", "running"])
    check(fixture.dashboard(), "why-classification", size)
  }

  @Test(arguments: usual) func ofManyNeurons(size: Size) {
    var state = ExplanationFixture(run: RunFixture(neurons: 302, isLayered: true)).dashboard()
    _ = reduce(&state, .resized(size))
    state.press("v", "G", "]", "]")
    check(state, "why-302", size)
  }

  @Test(arguments: usual) func ofNamesOfEveryWidth(size: Size) {
    var fixture = ExplanationFixture(run: Situation.named)
    fixture.step = 12
    check(fixture.dashboard(), "why-names", size)
  }

  @Test(arguments: usual) func ofNumbersThatAreNone(size: Size) {
    check(ExplanationFixture(isBroken: true).dashboard(), "why-broken", size)
  }

  /// A replay has no details, and may not have followed the cursor.
  @Test(arguments: usual) func ofAReplay(size: Size) {
    var fixture = ExplanationFixture(step: 20)
    fixture.hasDetails = false
    var state = fixture.dashboard(mode: .replay)
    state.press("(", "(")
    check(state, "why-replay", size)
  }

  @Test(arguments: sizes) func ofARunWithoutExplanations(size: Size) {
    var state = DashboardState.fixture(mode: .replay)
    state.press("7")
    check(state, "why-missing", size)
  }

  @Test(arguments: usual) func inTheOverview(size: Size) {
    var state = ExplanationFixture().dashboard()
    state.press("1")
    check(state, "overview-explained", size)
  }

  @Test func inTheOverviewOfAClassification() {
    var fixture = ExplanationFixture(output: 1)
    (fixture.run.kind, fixture.run.outputs) = ("classification", ["sitting", "walking", "running"])
    var state = fixture.dashboard()
    state.press("1")
    check(state, "overview-explained-classes", Size(columns: 120, rows: 40))
  }

  @Test(arguments: PictureGoldens.sizes) func wiringWithACutSynapse(size: Size) {
    let run = RunFixture(isLayered: true)
    var state = DashboardState.fixture(run, frame: run.frame(interventions: [.cut(synapse: 30)]))
    state.press("4", "g", "j", "a", "a", "X", "a")
    check(state, "wiring-cut", size, showsRoles: true)
  }

  @Test(arguments: PictureGoldens.sizes) func matrixWithACutSynapseInASCII(size: Size) {
    let run = RunFixture(neurons: 16, cell: "lstm", isDense: true)
    let frame = run.frame(interventions: [.cut(synapse: 40), .cut(synapse: 41)])
    var state = DashboardState.fixture(run, frame: frame, glyphs: .ascii)
    state.press("4", "j", "j", "A")
    check(state, "wiring-cut-matrix", size)
  }

  @Test(arguments: usual) func aNeuronWithACutSynapse(size: Size) {
    var state = DashboardState.fixture(frame: RunFixture().frame(interventions: [.cut(synapse: 5)]))
    state.press("2", "j", .enter, "a", "a")
    check(state, "neuron-detail-cut", size)
  }

  @Test(arguments: usual) func inputsListACutSynapse(size: Size) {
    let frame = RunFixture().frame(interventions: [.silence(neuron: 4), .cut(synapse: 3)])
    var state = DashboardState.fixture(frame: frame)
    state.press("5")
    check(state, "inputs-cut", size)
  }
}
