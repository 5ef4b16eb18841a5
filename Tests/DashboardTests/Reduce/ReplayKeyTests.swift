import Dashboard
import Screen
import Telemetry
import Testing

@Suite struct ReplayKeyTests {
  private func replay(position: Double = 50, speed: Double = 1, isPlaying: Bool = true) -> DashboardState {
    var state = DashboardState.fixture(mode: .replay)
    var batch = TelemetryBatch()
    batch.playback = Playback(
      frameIndex: 50, frameCount: 101, position: position, duration: 100, speed: speed, isPlaying: isPlaying)
    _ = reduce(&state, .telemetry(batch))
    return state
  }

  private func fraction(_ effects: [Effect]) -> Double? {
    guard case .send(.seek(let fraction)) = effects.last else { return nil }
    return fraction
  }

  @Test(
    arguments: [(.left, 0.49), (.right, 0.51), (.shiftLeft, 0.4), (.shiftRight, 0.6), (.home, 0), (.end, 1)]
      as [(KeyEvent, Double)])
  func arrowsSeek(key: KeyEvent, expected: Double) throws {
    var state = replay()
    #expect(abs(try #require(fraction(state.press(key))) - expected) < 1e-9)
  }

  @Test func seeksAddUpBeforeTheyAreAnswered() throws {
    var state = replay()
    #expect(abs(try #require(fraction(state.press(.right, .right, .right))) - 0.53) < 1e-9)
    _ = reduce(&state, .tick(now: 101))
    #expect(abs(try #require(fraction(state.press(.right))) - 0.51) < 1e-9)
  }

  @Test func seeksStayWithinTheRun() throws {
    var state = replay(position: 0)
    #expect(fraction(state.press(.shiftLeft)) == 0)
    state = replay(position: 100)
    #expect(fraction(state.press(.shiftRight)) == 1)
  }

  @Test func speedDoublesAndHalvesWithinLimits() {
    var state = replay()
    #expect(state.press(">") == [.send(.setPlaybackSpeed(2))])
    #expect(state.press("<", "<") == [.send(.setPlaybackSpeed(1)), .send(.setPlaybackSpeed(0.5))])
    for _ in 0..<20 { state.press("<") }
    #expect(state.playback?.speed == 0.25)
    for _ in 0..<20 { state.press(">") }
    #expect(state.playback?.speed == 64)
  }

  @Test func framesGoBothWays() {
    var state = replay(isPlaying: false)
    #expect(state.press(".") == [.send(.step)])
    #expect(state.press(",") == [.send(.stepBack)])
    #expect(state.press(" ") == [.send(.resume)])
    state = replay()
    #expect(state.press(" ") == [.send(.pause)])
  }

  @Test func seekingBackVoidsTheHistory() {
    var state = replay()
    #expect(state.history.latest?.step == 1_240)
    var batch = TelemetryBatch()
    batch.isReset = true
    batch.scalars = Array(RunFixture().scalars.prefix(10))
    _ = reduce(&state, .telemetry(batch))
    #expect(state.history.latest?.step == 10)
    #expect(state.history.training.points.count == 10)
  }

  @Test func replayKeysSaySoInALiveRun() {
    var state = DashboardState.fixture()
    #expect(state.press(",").isEmpty)
    #expect(state.message?.text == ", works in a replay")
  }
}
