import Dashboard
import Screen
import Telemetry
import Testing

/// Perturbing the inputs and intervening in the network.
@Suite struct PerturbationKeyTests {
  static let keys: [(KeyEvent, Perturbation.Kind)] = [
    ("n", .noise), ("i", .pulse), ("h", .hold), ("d", .holdLast), ("s", .scale), ("o", .offset),
  ]

  @Test(arguments: keys) func aKeySwitchesItsKindOnAndOff(key: KeyEvent, kind: Perturbation.Kind) {
    var state = DashboardState.fixture()
    state.press("]")
    let expected = Perturbation(kind: kind, channel: 1, magnitude: state.magnitudes[kind])
    #expect(state.press(key) == [.send(.perturb(expected))])
    #expect(state.activePerturbations == [expected])
    #expect(state.press(key) == [.send(.removePerturbation(kind: kind, channel: 1))])
    #expect(state.activePerturbations.isEmpty)
  }

  @Test func whatAFrameShowsIsSwitchedOff() {
    let noise = Perturbation(kind: .noise, channel: 0, magnitude: 2)
    var state = DashboardState.fixture(frame: RunFixture().frame(perturbations: [noise]))
    #expect(state.press("n") == [.send(.removePerturbation(kind: .noise, channel: 0))])
  }

  @Test func anOldFrameDoesNotUndoAKey() {
    let run = RunFixture()
    var state = DashboardState.fixture(run)
    state.press("n")
    _ = reduce(&state, .telemetry(run.batch(run.frame())))
    #expect(state.activePerturbations.count == 1)
    #expect(state.press("n") == [.send(.removePerturbation(kind: .noise, channel: 0))])
  }

  @Test func aRequestThatNothingAnswersLapses() {
    var state = DashboardState.fixture()
    state.press("n")
    _ = reduce(&state, .tick(now: 103))
    #expect(state.activePerturbations.isEmpty)
  }

  @Test(arguments: [("+", "-"), ("=", "_")] as [(KeyEvent, KeyEvent)])
  func magnitudesGoUpAndDown(up: KeyEvent, down: KeyEvent) {
    var state = DashboardState.fixture()
    let before = state.magnitudes[.noise]
    #expect(state.press(up).isEmpty)
    #expect(state.magnitudes[.noise] > before)
    state.press(down)
    #expect(state.magnitudes[.noise] == before)
  }

  @Test func anActivePerturbationIsSentAgainWithItsNewMagnitude() {
    let drop = Perturbation(kind: .holdLast, channel: 0, magnitude: 0.3)
    var state = DashboardState.fixture(frame: RunFixture().frame(perturbations: [drop]))
    state.press("d", "d")
    let effects = state.press("+")
    #expect(effects == [.send(.perturb(Perturbation(kind: .holdLast, channel: 0, magnitude: 0.4)))])
  }

  @Test func magnitudesStayOnTheirLadder() {
    for (key, kind) in Self.keys where kind != .hold {
      var state = DashboardState.fixture()
      state.press(key)
      for _ in 0..<40 { state.press("+") }
      let top = state.magnitudes[kind]
      #expect(kind != .holdLast || top <= 1)
      for _ in 0..<40 { state.press("-") }
      #expect(state.magnitudes[kind] < top)
      #expect(state.magnitudes[kind] != 0)
    }
  }

  @Test func holdHasNoMagnitude() {
    var state = DashboardState.fixture()
    state.press("h")
    #expect(state.press("+").isEmpty)
    #expect(state.message?.text == "hold has no magnitude")
  }

  @Test func channelsGoRound() {
    var state = DashboardState.fixture()
    state.press("[")
    #expect(state.selectedChannel == 2)
    state.press("]")
    #expect(state.selectedChannel == 0)
  }

  @Test func probesGoRoundAndAddUp() {
    var state = DashboardState.fixture()
    #expect(state.press("}", "}") == [.send(.selectProbe(1)), .send(.selectProbe(2))])
    #expect(
      state.press("{", "{", "{") == [.send(.selectProbe(1)), .send(.selectProbe(0)), .send(.selectProbe(7))])
  }

  @Test func clearingEmptiesTheListAtOnce() {
    let frame = RunFixture().frame(
      perturbations: [Perturbation(kind: .noise, channel: 0, magnitude: 2)],
      interventions: [Intervention.silence(neuron: 3)])
    var state = DashboardState.fixture(frame: frame)
    #expect(state.press("0") == [.send(.clear)])
    #expect(state.activePerturbations.isEmpty && state.activeInterventions.isEmpty)
  }

  @Test func aNeuronIsSilencedAndFreed() {
    var state = DashboardState.fixture()
    state.press("2", "j")
    #expect(state.press("x") == [.send(.intervene(Intervention.silence(neuron: 1)))])
    #expect(state.press("x") == [.send(.removeIntervention(.neuron(1)))])
  }

  @Test func aNeuronIsClampedAtItsPresentState() throws {
    let run = RunFixture()
    var state = DashboardState.fixture(run)
    state.press("2", "j")
    let value = try #require(run.frame().probe.nominal.channel(1, of: \.states).last)
    #expect(state.press("c") == [.send(.intervene(Intervention.clamp(neuron: 1, value: value)))])
    // Silence takes the clamp's place; silence again frees.
    #expect(state.press("x") == [.send(.intervene(Intervention.silence(neuron: 1)))])
    #expect(state.press("x") == [.send(.removeIntervention(.neuron(1)))])
  }

  @Test func thereIsNothingToClampBeforeTheFirstFrame() {
    var state = DashboardState.fixture(frame: nil)
    #expect(state.press("c").isEmpty)
    #expect(state.message?.isWarning == true)
  }

  @Test(arguments: ["n", "i", "h", "d", "s", "o", "+", "-", "0", "x", "c", "}"] as [KeyEvent])
  func aReplayOnlyShowsWhatWasRecorded(key: KeyEvent) {
    var state = DashboardState.fixture(mode: .replay)
    #expect(state.press(key).isEmpty)
    #expect(state.message?.text.hasPrefix("a replay shows what was recorded") == true)
  }
}
