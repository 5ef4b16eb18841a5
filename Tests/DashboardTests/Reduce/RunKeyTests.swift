import Dashboard
import Screen
import Telemetry
import Testing

/// Pausing, stepping, quitting.
@Suite struct RunKeyTests {
  @Test(arguments: [" ", "p"] as [KeyEvent]) func pauseAndResume(key: KeyEvent) {
    var state = DashboardState.fixture()
    #expect(state.press(key) == [.send(.pause)])
    // Before any frame answers, the same key already means the opposite.
    #expect(state.press(key) == [.send(.resume)])
    state = .fixture(frame: RunFixture().frame(state: .paused))
    #expect(state.press(key) == [.send(.resume)])
  }

  @Test func anUnansweredPauseIsForgotten() {
    var state = DashboardState.fixture()
    state.press("p")
    _ = reduce(&state, .tick(now: 200))
    #expect(state.press("p") == [.send(.pause)])
  }

  @Test func steppingPausesFirst() {
    var state = DashboardState.fixture()
    #expect(state.press(".") == [.send(.pause), .send(.step)])
    state = .fixture(frame: RunFixture().frame(state: .stepped))
    #expect(state.press(".") == [.send(.step)])
  }

  @Test func quittingStopsALiveRun() {
    for key in ["q", .control("c")] as [KeyEvent] {
      var state = DashboardState.fixture()
      #expect(state.press(key) == [.send(.stop), .quit])
      #expect(state.isQuitting)
    }
  }

  @Test func quittingLeavesAnEndedRunAReplayAndAnAttachedRunAlone() {
    var ended = DashboardState.fixture(frame: RunFixture().frame(state: .done))
    #expect(ended.press("q") == [.quit])
    var replay = DashboardState.fixture(mode: .replay)
    #expect(replay.press("q") == [.quit])
    var attached = DashboardState.fixture(mode: .attached)
    #expect(attached.press("q") == [.quit])
  }

  @Test func anEndedRunNeitherPausesNorSteps() {
    var state = DashboardState.fixture(frame: RunFixture().frame(state: .done))
    #expect(state.press("p", ".").isEmpty)
    #expect(state.message?.text == "the run has ended; q leaves")
  }

  @Test func anAttachedRunIsPausedWhereItTrains() {
    var state = DashboardState.fixture(mode: .attached)
    #expect(state.press("p", " ", ".").isEmpty)
    #expect(state.message?.text.contains("another process") == true)
  }

  @Test func escapeNeverQuits() {
    var state = DashboardState.fixture()
    for _ in 0..<10 { #expect(state.press(.escape).isEmpty) }
    #expect(!state.isQuitting)
  }

  @Test func suspendAndRedrawAreTheProgramsBusiness() {
    var state = DashboardState.fixture()
    #expect(state.press(.control("z")) == [.suspend])
    #expect(state.press(.control("l")) == [.redraw])
  }

  @Test func messagesExpire() {
    var state = DashboardState.fixture()
    state.press("t")
    #expect(state.message?.text == "theme: light")
    _ = reduce(&state, .tick(now: 103.9))
    #expect(state.message != nil)
    _ = reduce(&state, .tick(now: 104.1))
    #expect(state.message == nil)
  }
}
