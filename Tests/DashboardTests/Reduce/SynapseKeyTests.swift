import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

/// Selecting a synapse and cutting it.
@Suite struct SynapseKeyTests {
  private static let views: [[KeyEvent]] = [["4", "g", "j"], ["2", "j", .enter]]

  @Test(arguments: views) func theSelectedSynapseIsCutAndRestored(keys: [KeyEvent]) throws {
    var state = DashboardState.fixture()
    for key in keys { state.press(key) }
    state.press("a")
    let synapse = try #require(state.selectedSynapse)
    #expect(state.press("X") == [.send(.intervene(.cut(synapse: synapse)))])
    #expect(state.activeInterventions == [.cut(synapse: synapse)])
    #expect(state.screen.contains("1 cut"))
    #expect(state.press("X") == [.send(.removeIntervention(.synapse(synapse)))])
    #expect(state.activeInterventions.isEmpty)
  }

  @Test func withoutASelectionNothingIsCut() {
    var state = DashboardState.fixture()
    #expect(state.press("X").isEmpty && state.message?.isWarning == true)
    #expect(state.press("a").isEmpty && state.selectedSynapse == nil)
    #expect(state.press("4", "X").isEmpty && state.message?.text.contains("a selects") == true)
  }

  @Test func everySynapseOfTheNeuronIsReachedAndNoOther() {
    let run = RunFixture()
    var state = DashboardState.fixture(run)
    state.press("2", "j", "j", .enter)
    let own = run.synapses.indices.filter {
      run.synapses[$0].target == 2 || (run.synapses[$0].source == 2 && !run.synapses[$0].isSensory)
    }
    var reached: [Int] = []
    for _ in own {
      state.press("a")
      reached += [state.selectedSynapse].compactMap { $0 }
    }
    #expect(reached.sorted() == own)
    state.press("a")
    #expect(state.selectedSynapse == reached.first)
    state.press("A")
    #expect(state.selectedSynapse == reached.last)
  }

  @Test func anotherNeuronHasOtherSynapses() {
    var state = DashboardState.fixture()
    state.press("4", "g", "a", "j")
    #expect(state.selectedSynapse == nil)
  }

  @Test func escapeLetsGoOfItBeforeTheNeuronAndTheView() {
    var state = DashboardState.fixture()
    state.press("2", "j", .enter, "a", .escape)
    #expect(state.selectedSynapse == nil && state.isDetailOpen)
    state.press(.escape)
    #expect(!state.isDetailOpen && state.view == .neurons)
  }

  @Test func theFocusedListIsMovedThrough() throws {
    var state = DashboardState.fixture()
    state.press("2", "j", .enter)
    let list = try #require(state.screen.positions(of: "out to").first)
    state.mouse(.press, list.x, list.y)
    state.press("g", "j")
    let second = try #require(state.selectedSynapse)
    #expect(state.description.model.synapses[second].source == state.selectedNeuron)
    state.press("k", "j")
    #expect(state.selectedSynapse == second && state.selectedNeuron == 1)
  }

  @Test func aClickSelectsASynapse() throws {
    var state = DashboardState.fixture()
    state.press("2", "j", .enter)
    let list = try #require(state.screen.positions(of: "in from").first)
    state.mouse(.press, list.x + 4, list.y + 2)
    #expect(state.selectedSynapse != nil)
  }

  @Test func clearingRestoresIt() {
    let frame = RunFixture().frame(interventions: [.cut(synapse: 5), .silence(neuron: 2)])
    var state = DashboardState.fixture(frame: frame)
    #expect(state.screen.contains("1 held, 1 cut"))
    #expect(state.press("0") == [.send(.clear)])
    #expect(state.activeInterventions.isEmpty)
  }

  @Test func itIsRemovedFromTheListOfWhatIsActive() {
    let frame = RunFixture().frame(interventions: [.cut(synapse: 5), .silence(neuron: 2)])
    var state = DashboardState.fixture(frame: frame)
    state.press("5", "f", "f", "f", "j")
    #expect(state.press(.delete) == [.send(.removeIntervention(.synapse(5)))])
  }

  @Test func aNeuronAndItsSynapseAreHeldAtOnce() {
    var state = DashboardState.fixture()
    state.press("4", "g", "x", "a", "X")
    #expect(state.activeInterventions.count == 2)
    let run = RunFixture()
    _ = reduce(&state, .telemetry(run.batch(run.frame(interventions: state.activeInterventions))))
    state.press("x")
    #expect(state.activeInterventions.count == 1)
  }

  @Test func aReplayCutsNothing() {
    var state = DashboardState.fixture(mode: .replay)
    #expect(state.press("4", "a", "X").isEmpty)
    #expect(state.message?.text.hasPrefix("a replay shows what was recorded") == true)
  }
}
