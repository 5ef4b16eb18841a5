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

  /// A state that was told how its run ended.
  private func ended(_ ending: TrainingState) -> DashboardState {
    let run = RunFixture()
    var state = DashboardState.fixture(run, frame: run.frame(state: ending))
    var batch = TelemetryBatch()
    batch.events = [Event(kind: .done, step: 1_240, elapsed: 63, detail: "training ended")]
    batch.outcome = Outcome(state: ending, steps: 1_240, elapsed: 63, validation: nil, test: nil)
    _ = reduce(&state, .telemetry(batch))
    return state
  }

  @Test func onlyARunThatIsDoneIsTrainedFurther() {
    var done = ended(.done)
    #expect(done.press("M") == [.send(.trainFurther)])
    var training = DashboardState.fixture()
    #expect(training.press("M").isEmpty && training.message?.text.contains("this one goes on") == true)
    var diverged = ended(.diverged)
    #expect(diverged.press("M").isEmpty && diverged.message?.text.contains("no good end") == true)
    var replay = DashboardState.fixture(mode: .replay)
    #expect(replay.press("M").isEmpty && replay.message?.text.contains("needs a live run") == true)
    var attached = DashboardState.fixture(mode: .attached)
    #expect(attached.press("M").isEmpty && attached.message?.text.contains("another process") == true)
  }

  @Test func theHintForMoreComesWithTheEnd() {
    #expect(ended(.done).screen.contains("M more"))
    #expect(!ended(.diverged).screen.contains("M more"))
    #expect(!DashboardState.fixture().screen.contains("M more"))
  }

  @Test func aRunThatIsTrainedFurtherHasNoEndLeft() {
    var state = ended(.done)
    #expect(state.hasEnded && state.events.contains { $0.kind == .done })
    let steps = state.history.training.points.count
    var batch = TelemetryBatch()
    batch.lengthened = state.description
    batch.lengthened?.plannedSteps = 9_876
    batch.frame = RunFixture().frame(state: .training)
    _ = reduce(&state, .telemetry(batch))
    #expect(!state.hasEnded && !state.events.contains { $0.kind == .done })
    #expect(state.history.training.points.count == steps)
    #expect(state.screen.contains("9,876") && state.message?.text == "training goes on to step 9,876")
    #expect(state.press("p") == [.send(.pause)])
  }

  @Test func whyACommandIsNotCarriedOutIsShown() {
    var state = ended(.done)
    var batch = TelemetryBatch()
    batch.refusal = "more steps would change nothing"
    _ = reduce(&state, .telemetry(batch))
    #expect(state.message?.text == "more steps would change nothing" && state.message?.isWarning == true)
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
