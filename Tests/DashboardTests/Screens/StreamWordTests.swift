import Dashboard
import Screen
import Telemetry
import Testing

/// What the state word and the numbers say of a live stream.
@Suite struct StreamWordTests {
  private func head(_ state: DashboardState) -> String {
    let text = render(state, size: Size(columns: 160, rows: 40)).plainText
    return String(text.split(separator: "\n").first ?? "")
  }

  @Test(
    arguments: [
      (.live, "rtrl", true, "LIVE"), (.live, "rtrl", false, "NOT LEARNING"),
      (.live, "off", false, "WATCHING"),
      (.stale(seconds: 12.4), "rtrl", true, "STALE 0:12"), (.stale(seconds: .nan), "rtrl", true, "STALE ?"),
      (.stale(seconds: 4_000), "off", false, "STALE 1:06:40"),
      (.interrupted("connection refused"), "rtrl", true, "connection refused"),
      (.interrupted(""), "rtrl", true, "INTERRUPTED"), (.ended, "rtrl", true, "ENDED"),
    ] as [(StreamStatus.Condition, String, Bool, String)])
  func theWordSaysHowTheStreamIs(
    condition: StreamStatus.Condition, learning: String, isLearning: Bool, word: String
  ) {
    var fixture = StreamFixture()
    (fixture.condition, fixture.learning, fixture.isLearning) = (condition, learning, isLearning)
    #expect(head(fixture.dashboard()).hasPrefix(" \(word) "))
  }

  @Test(
    arguments: [
      (.following, 0.001, "IN STEP"), (.following, 0.2, "DIFFERS"),
      (.settling(since: 4_700), 0.2, "SETTLING"),
      (.unsettled(since: 9), 0.2, "DIFFERS"), (.unsettled(since: 9), 0.001, "IN STEP"),
    ] as [(TwinStatus.Phase, Float, String)])
  func theWordSaysWhetherADeviceAndItsTwinAreOne(phase: TwinStatus.Phase, deviation: Float, word: String) {
    var fixture = StreamFixture()
    (fixture.phase, fixture.deviation) = (phase, deviation)
    #expect(head(fixture.dashboard()).hasPrefix(" \(word) "))
    #expect(head(fixture.dashboard(state: .done)).hasPrefix(" ENDED "))
  }

  @Test(
    arguments: [
      (.paused, "PAUSED"), (.done, "ENDED"), (.stopped, "STOPPED"), (.diverged, "DIVERGED"),
    ] as [(TrainingState, String)])
  func theStateComesBeforeTheCondition(state: TrainingState, word: String) {
    var fixture = StreamFixture()
    (fixture.condition, fixture.isLearning) = (.stale(seconds: 5), false)
    #expect(head(fixture.dashboard(state: state)).hasPrefix(" \(word) "))
  }

  @Test func attachedAndReplayedStreamsSaySo() {
    var fixture = StreamFixture()
    #expect(head(fixture.dashboard(mode: .attached)).hasPrefix(" ATTACHED "))
    fixture.condition = .stale(seconds: 61)
    #expect(head(fixture.dashboard(mode: .attached)).hasPrefix(" STALE 1:01 "))
    #expect(head(fixture.replay).hasPrefix(" REPLAY 2x "))
  }

  @Test func aRecorderWithoutNewsIsStale() {
    var state = StreamFixture().dashboard(mode: .attached)
    var batch = TelemetryBatch()
    batch.recorder = .silent(seconds: 30)
    _ = reduce(&state, .telemetry(batch))
    #expect(head(state).hasPrefix(" STALE 0:30 "))
  }

  @Test func wordsOfASourceCannotSteerTheTerminal() {
    var fixture = StreamFixture()
    fixture.condition = .interrupted("\u{1B}[2J" + String(repeating: "very long ", count: 20))
    let grid = render(fixture.dashboard(), size: Size(columns: 80, rows: 24))
    #expect(grid.faults.isEmpty && !grid.plainText.contains("\u{1B}"))
  }

  @Test func theTwinStandsBesideTheNetworkAndBeatsIt() {
    var fixture = StreamFixture()
    var text = render(fixture.dashboard(), size: Size(columns: 160, rows: 40)).plainText
    #expect(text.contains("mae 0.0987  no change 0.131") && text.contains("118 rows/s"))
    #expect(!text.contains("epoch") && !text.contains("seq/s") && !text.contains("loses"))
    var frame = fixture.frame()
    frame.stream?.windowError = 0.2
    var batch = TelemetryBatch()
    batch.frame = frame
    var state = fixture.dashboard()
    _ = reduce(&state, .telemetry(batch))
    text = render(state, size: Size(columns: 160, rows: 40)).plainText
    #expect(text.contains("loses to no change 0.131"))
    (fixture.backlog, fixture.dropped, fixture.brokenLines) = (5, 6, 7)
    text = render(fixture.dashboard(), size: Size(columns: 160, rows: 40)).plainText
    #expect(text.contains("backlog 5  dropped 6  broken lines 7"))
  }

  @Test func alarmsAreMarkedInTheErrorsAndInTheWindow() {
    let grid = render(StreamFixture().dashboard(), size: Size(columns: 120, rows: 40))
    #expect(
      grid.plainText.filter { $0 == "▼" }.count >= 4, "two in the errors, their legend, one in the window")
    var fixture = StreamFixture()
    fixture.alarms = []
    #expect(!render(fixture.dashboard(), size: Size(columns: 120, rows: 40)).plainText.contains("▼"))
  }

  @Test func aPerturbedStreamHasNothingToCompareWith() {
    var state = StreamFixture().dashboard()
    state.press("5")
    #expect(state.screen.contains("nothing is perturbed") && !state.screen.contains("reaches"))
    state.press("n")
    #expect(state.screen.contains("acts on the stream itself") && state.screen.contains("noise 0.5 sd"))
  }

  @Test func anAlarmOfAnyRowIsDrawnOrLeftOut() {
    for row in [Int.min, -1, 0, 1, 4_647, 4_648, 4_711, 4_712, .max] {
      var fixture = StreamFixture()
      fixture.alarms = [row]
      for axis in 0..<3 {
        var state = fixture.dashboard()
        for _ in 0..<axis { state.press("w") }
        #expect(render(state, size: Size(columns: 120, rows: 40)).faults.isEmpty)
      }
    }
  }
}
