import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

@Suite("The time cursor")
struct CursorKeyTests {
  @Test("starts at the end, moves back, and is unset beyond the end")
  func moves() {
    var state = DashboardState.fixture()
    #expect(state.cursorStep == nil)
    #expect(state.press("(") == [.send(.setProbeCursor(63))])
    #expect(state.press("(") == [.send(.setProbeCursor(62))])
    #expect(state.press(.left) == [.send(.setProbeCursor(61))])
    #expect(state.press(.right, ")") == [.send(.setProbeCursor(62)), .send(.setProbeCursor(63))])
    #expect(state.press(")") == [.send(.setProbeCursor(nil))])
    #expect(state.cursorStep == nil)
  }

  @Test("set forwards starts at the beginning, where it stays")
  func beginning() {
    var state = DashboardState.fixture()
    #expect(state.press(")") == [.send(.setProbeCursor(0))])
    #expect(state.press("(") == [])
    #expect(state.press(.shiftRight) == [.send(.setProbeCursor(6))])
    #expect(state.press(.shiftLeft, .shiftLeft) == [.send(.setProbeCursor(0))])
    #expect(state.cursorStep == 0)
  }

  @Test("is the last layer that Esc takes away")
  func escape() {
    var state = DashboardState.fixture()
    state.press("3", "(", "(")
    #expect(state.press(.escape) == [] && state.view == .overview && state.cursorStep == 62)
    #expect(state.press(.escape) == [.send(.setProbeCursor(nil))])
    #expect(state.press(.escape) == [] && state.cursorStep == nil)
  }

  @Test("in a replay is moved by ( and ) and asks for nothing; left and right seek")
  func replay() {
    var state = DashboardState.fixture(mode: .replay)
    #expect(state.press("(", "(") == [] && state.cursorStep == 62)
    let effects = state.press(.left)
    #expect(effects.count == 1 && state.cursorStep == 62)
    #expect(effects != [.send(.setProbeCursor(61))])
  }

  @Test("without a probe does nothing")
  func nothing() {
    var state = DashboardState.fixture(frame: nil)
    #expect(state.press("(", ")", .left) == [] && state.cursorStep == nil)
  }

  @Test("is not shown where another probe is shorter, and is there again when it is long enough")
  func shorterProbe() {
    var state = DashboardState.fixture()
    state.press("(", "(")
    let short = RunFixture(steps: 10)
    _ = reduce(&state, .telemetry(short.batch(short.frame())))
    #expect(state.cursorStep == nil)
    _ = reduce(&state, .telemetry(RunFixture().batch(RunFixture().frame())))
    #expect(state.cursorStep == 62)
  }

  @Test("makes tables and charts show the values at that moment")
  func values() {
    var state = DashboardState.fixture()
    state.press("2", ")", ")", ")", ")")
    let grid = render(state, size: Size(columns: 120, rows: 40))
    // Neuron 0 at step 3: sin(0.3 * 0.5).
    #expect(grid.contains("t=0.300") && grid.contains("0.149") && !grid.contains(" now"))
    state.press("1")
    let overview = render(state, size: Size(columns: 120, rows: 40))
    // The output at step 3, 0.8 sin(0.3), beside the line across its chart.
    #expect(overview.contains("0.236") && overview.contains("0.300"))
  }

  @Test("sorts by what is shown")
  func sorting() {
    var state = DashboardState.fixture()
    state.press("2", "O", "O", "O", "O")
    let end = state.neuronList.order
    state.press(")")
    #expect(state.neuronList.sortColumn == .state && state.neuronList.order != end)
  }

  @Test("clamps the neuron at the state that is shown")
  func clamp() {
    var state = DashboardState.fixture()
    let last = state.press("c", "c")
    state.press(")", ")", ")", ")")
    let effects = state.press("c")
    #expect(effects.count == 1 && last.count == 2 && effects.first != last.first)
  }

  @Test("of synapses that were read at the end is said to be so; readings at a step name it")
  func readings() {
    let size = Size(columns: 120, rows: 40)
    var state = DashboardState.fixture(mode: .replay)
    state.press("2", .enter)
    #expect(render(state, size: size).contains("current at the end"))
    state.press(")")
    #expect(render(state, size: size).contains("current at the probe's end"))
    var frame = RunFixture().frame()
    frame.probe.synapses?.step = 5
    _ = reduce(&state, .telemetry(RunFixture().batch(frame)))
    #expect(render(state, size: size).contains("current at t=0.500"))
  }
}
