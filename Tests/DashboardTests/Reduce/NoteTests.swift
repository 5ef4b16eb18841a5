import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

@Suite struct NoteTests {
  @Test func aNoteIsTypedAndSent() {
    var state = DashboardState.fixture()
    #expect(state.press("r", "t", "o", "o", " ", "q").isEmpty)
    #expect(state.noteEntry == "too q" && state.screen.contains("note: too q"))
    #expect(state.press(.backspace, .enter) == [.send(.note("too "))])
    #expect(state.noteEntry == nil && !state.isQuitting)
  }

  @Test func escAndAnEmptyLineDropIt() {
    var state = DashboardState.fixture()
    #expect(state.press("r", "a", .escape).isEmpty && state.noteEntry == nil)
    #expect(state.press("r", " ", .enter).isEmpty && state.noteEntry == nil)
  }

  @Test func controlCharactersNeverGetIn() {
    var state = DashboardState.fixture()
    state.press("r", "\u{1B}", "速", "\u{9B}")
    #expect(state.press(.enter) == [.send(.note("速"))])
  }

  @Test func aReplayAndAnEndedRunTakeNone() {
    var replay = DashboardState.fixture(mode: .replay)
    replay.press("r")
    #expect(replay.noteEntry == nil && replay.message?.isWarning == true)
    var ended = DashboardState.fixture(frame: RunFixture().frame(state: .done))
    ended.press("r")
    #expect(ended.noteEntry == nil && ended.message?.isWarning == true)
  }

  @Test func aRunThatIsNotRecordedAnyMoreSaysSoAndTakesNone() {
    var state = DashboardState.fixture()
    #expect(!state.screen.contains("NOT RECORDED"))
    var batch = TelemetryBatch()
    batch.events = [Event(kind: .unrecorded, step: 0, elapsed: 0, detail: "not recorded any more: disk full")]
    _ = reduce(&state, .telemetry(batch))
    #expect(state.message?.text == "not recorded any more: disk full")
    #expect(state.screen.text(row: 0).contains("NOT RECORDED"))
    state.press("r")
    #expect(state.noteEntry == nil && state.message?.isWarning == true)
  }

  @Test func notesAreMarkedInAReplaysProgressAndTold() {
    var state = DashboardState.fixture(mode: .replay)
    var batch = TelemetryBatch()
    batch.playback = Playback(
      frameIndex: 61, frameCount: 248, position: 62, duration: 248, speed: 2, isPlaying: true)
    _ = reduce(&state, .telemetry(batch))
    let before = state.screen.text(row: 3)
    batch.events = [Event(kind: .note, step: 500, elapsed: 31, detail: "loss\u{1B} falls")]
    batch.playback?.marks = [
      Playback.Mark(position: 31, kind: .note), Playback.Mark(position: 200, kind: .paused),
    ]
    _ = reduce(&state, .telemetry(batch))
    let after = state.screen.text(row: 3)
    #expect(!before.contains("●") && after.contains("●"))
    // What is still to come is marked as well, and other events otherwise.
    #expect(after.count { $0 == "│" } == before.count { $0 == "│" } + 1)
    #expect(state.press("e") == [.send(.seekEvent(forwards: true))])
    #expect(state.press("E") == [.send(.seekEvent(forwards: false))])
    #expect(state.screen.contains("note loss\u{FFFD} falls"))
  }

  @Test func sSavesTheScreenAndAReportIsShown() {
    var state = DashboardState.fixture(mode: .replay)
    #expect(state.press("S") == [.saveScreen])
    _ = reduce(&state, .report("saved a.txt and a.svg", isWarning: false))
    #expect(state.screen.contains("saved a.txt and a.svg"))
    _ = reduce(&state, .report("a\u{1B}.txt cannot be written", isWarning: true))
    #expect(state.screen.contains("! a\u{FFFD}.txt cannot be written"))
  }
}
