import Dashboard
import Screen
import Telemetry
import Testing

@Suite struct StreamKeyTests {
  @Test func learningIsSwitchedOffAndOn() {
    var state = StreamFixture().dashboard()
    #expect(state.press("L") == [.send(.setLearning(false))])
    #expect(state.message?.text == "not learning: the parameters stay as they are")
    #expect(state.press("L") == [.send(.setLearning(true))], "before the first is answered")
  }

  @Test func aFrameAnswersTheSwitch() {
    var fixture = StreamFixture()
    var state = fixture.dashboard()
    state.press("L")
    fixture.isLearning = false
    _ = reduce(&state, .telemetry(fixture.batch(fixture.frame())))
    #expect(state.press("L") == [.send(.setLearning(true))])
  }

  @Test func anUnansweredSwitchIsForgotten() {
    var state = StreamFixture().dashboard()
    state.press("L")
    _ = reduce(&state, .tick(now: 110))
    #expect(state.press("L") == [.send(.setLearning(false))])
  }

  @Test func aNetworkThatOnlyWatchesDoesNotLearn() {
    var fixture = StreamFixture()
    (fixture.learning, fixture.isLearning) = ("off", false)
    var state = fixture.dashboard()
    #expect(state.press("L").isEmpty)
    #expect(state.message?.text == "this stream is only watched: it was started without learning")
  }

  @Test func anEndedStreamDoesNotLearn() {
    var state = StreamFixture().dashboard(state: .done)
    #expect(state.press("L").isEmpty && state.message?.text == "the run has ended; q leaves")
  }

  @Test(
    arguments: [
      (.replay, "a replay shows what was recorded: L needs a live run"),
      (.attached, "this run belongs to another process: L works only there"),
    ] as [(SourceMode, String)])
  func learningIsSwitchedWhereTheStreamIsRead(mode: SourceMode, text: String) {
    var state = StreamFixture().dashboard(mode: mode)
    #expect(state.press("L").isEmpty && state.message?.text == text)
  }

  @Test func trainingHasNoUseForTheSwitch() {
    var state = DashboardState.fixture()
    #expect(state.press("L").isEmpty && state.message?.text == "L works in a live stream")
  }

  @Test(arguments: [".", "P", "{", "}", "m"] as [KeyEvent]) func keysOfTrainingSaySo(key: KeyEvent) {
    var state = StreamFixture().dashboard()
    #expect(state.press(key).isEmpty)
    #expect(state.message?.text.hasPrefix("a live stream has no use for ") == true)
  }

  @Test func aReplayOfAStreamStepsThroughFrames() {
    var state = StreamFixture().replay
    #expect(state.press(".").last == .send(.step) && state.press(",") == [.send(.stepBack)])
  }

  @Test func perturbationsActOnTheStream() {
    var state = StreamFixture().dashboard()
    guard case .send(.perturb(let perturbation)) = state.press("n").last else {
      Issue.record("nothing was sent")
      return
    }
    #expect(perturbation.kind == .noise)
    #expect(state.press(" ") == [.send(.pause)])
  }

  @Test func neuronsAreSortedByHowFarTheirTimeConstantsMoved() {
    var state = StreamFixture().dashboard()
    state.press("2")
    while state.neuronList.sortColumn != .timeConstantRatio { state.press("O") }
    let ratios = StreamFixture().status.timeConstantRatios
    let moves = state.neuronList.order.map { ratios[$0] }.map { max($0, 1 / $0) }
    #expect(moves.last?.isNaN == true, "those without one come last")
    #expect(zip(moves, moves.dropFirst().dropLast()).allSatisfy { $0 >= $1 })
    #expect(state.screen.contains("×2.10"))
  }

  @Test func timeConstantsOfTrainingHaveNotMoved() {
    var state = DashboardState.fixture()
    state.press("2")
    #expect(!state.screen.contains("moved"))
  }
}
