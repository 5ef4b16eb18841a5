import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

/// Live streams as whole screens.
@Suite struct StreamGoldens {
  static let sizes = [
    Size(columns: 20, rows: 5), Size(columns: 40, rows: 12), Size(columns: 80, rows: 24),
    Size(columns: 120, rows: 40),
  ]

  private func check(_ state: DashboardState, _ name: String, _ size: Size, showsRoles: Bool = false) {
    let mismatch = GoldenScreen(state: state, name: "stream-\(name)", showsRoles: showsRoles).mismatch(
      at: size)
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  @Test(arguments: sizes) func regression(size: Size) {
    check(StreamFixture().dashboard(), "regression", size, showsRoles: true)
  }

  @Test(arguments: sizes) func classification(size: Size) {
    check(StreamFixture(kind: "classification").dashboard(), "classification", size)
  }

  /// In 7-bit characters, with everything that can go wrong.
  @Test(arguments: sizes) func stale(size: Size) {
    var fixture = StreamFixture()
    fixture.condition = .stale(seconds: 12.4)
    (fixture.backlog, fixture.dropped, fixture.brokenLines) = (1_200, 34, 2)
    check(fixture.dashboard(glyphs: .ascii), "stale", size)
  }

  @Test(arguments: sizes) func notLearning(size: Size) {
    var fixture = StreamFixture()
    fixture.isLearning = false
    check(fixture.dashboard(), "not-learning", size)
  }

  @Test(arguments: sizes) func beforeTheFirstTarget(size: Size) {
    var fixture = StreamFixture()
    (fixture.isJudged, fixture.alarms) = (false, [])
    check(fixture.dashboard(), "unjudged", size)
  }

  @Test(arguments: sizes) func replay(size: Size) {
    check(StreamFixture().replay, "replay", size)
  }

  /// Beside a device that runs the same network.
  @Test(arguments: sizes) func twin(size: Size) {
    var fixture = StreamFixture()
    (fixture.phase, fixture.alarms) = (.following, [])
    check(fixture.dashboard(), "twin", size, showsRoles: true)
  }

  @Test(arguments: sizes) func differingDevice(size: Size) {
    var fixture = StreamFixture(kind: "classification")
    (fixture.phase, fixture.deviation, fixture.alarms) = (.unsettled(since: 4_000), 0.08, [])
    check(fixture.dashboard(), "twin-differs", size)
  }

  @Test(arguments: sizes.suffix(2)) func deviceThatWasJoined(size: Size) {
    var fixture = StreamFixture()
    (fixture.phase, fixture.alarms) = (.settling(since: 4_700), [])
    check(fixture.dashboard(glyphs: .ascii), "twin-settling", size)
  }

  @Test(arguments: sizes.suffix(2)) func neurons(size: Size) {
    var state = StreamFixture().dashboard()
    state.press("2")
    check(state, "neurons", size)
  }

  @Test(arguments: sizes.suffix(2)) func help(size: Size) {
    var state = StreamFixture().dashboard()
    state.press("?")
    check(state, "help", size)
  }
}
