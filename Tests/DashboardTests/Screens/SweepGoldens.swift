import Dashboard
import Screen
import TestSupport
import Testing

/// The view of a sweep as text.
@Suite struct SweepGoldens {
  static let sizes = [(20, 5), (40, 12), (80, 24), (120, 40), (200, 50)].map {
    Size(columns: $0.0, rows: $0.1)
  }

  private func check(_ state: DashboardState, _ name: String, _ size: Size) {
    let mismatch = GoldenScreen(state: state, name: name).mismatch(at: size)
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  @Test(arguments: sizes) func whileTrialsAreMade(size: Size) {
    var state = SweepFixture().dashboard()
    state.press("j", "j")
    check(state, "sweep", size)
    check(SweepFixture().dashboard(glyphs: .ascii), "sweep-ascii", size)
  }

  @Test func eachChartWhereThereIsRoomForOne() {
    var state = SweepFixture(finished: 40, prefersLarger: false).dashboard()
    _ = reduce(&state, .resized(Size(columns: 80, rows: 24)))
    for name in ["parallel", "front", "importance"] {
      state.press("v")
      check(state, "sweep-\(name)", Size(columns: 80, rows: 24))
    }
  }

  @Test func beforeAnythingIsKnown() {
    let size = Size(columns: 80, rows: 24)
    var state = DashboardState.fixture(RunFixture(neurons: 0), mode: .sweep, frame: nil)
    let reading = render(state, size: size)
    #expect(reading.contains("reading the sweep") && !reading.contains("no trial has ended"))
    _ = reduce(&state, .sweep(SweepFixture(finished: 0, hasImportance: false).snapshot))
    #expect(render(state, size: size).contains("no trial has ended"))
    _ = reduce(&state, .sweepRefused("it is gone"))
    #expect(render(state, size: size).contains("it is gone"))
  }

  @Test func everySizeDrawsSoundly() {
    for fixture in [
      SweepFixture(), SweepFixture(trials: 0, finished: 0), SweepFixture(trials: 1, seeds: 1, finished: 1),
      SweepFixture(trials: 600, finished: 600),
    ] {
      var state = fixture.dashboard()
      for number in 0..<4 {
        for columns in stride(from: 1, through: 130, by: 3) {
          for rows in stride(from: 1, through: 45, by: 2)
          where Thoroughness.includes(columns / 3 + rows / 2 + number, oneOf: 6) {
            let faults = render(state, size: Size(columns: columns, rows: rows)).faults
            #expect(faults.isEmpty, "\(columns)x\(rows), chart \(number): \(faults.prefix(3))")
          }
        }
        _ = reduce(&state, .resized(Size(columns: 80, rows: 24)))
        state.press("v", "b")
      }
    }
  }
}
