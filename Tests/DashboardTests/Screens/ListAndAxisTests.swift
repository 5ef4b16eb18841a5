import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

/// What lists, titles and axes say, beyond the screens kept as files.
@Suite struct ListAndAxisTests {
  private let size = Size(columns: 80, rows: 24)

  @Test func theOverviewBeginsWithTheMostActiveNeuronsAndNamesTheSelectedOne() {
    var state = DashboardState.fixture(
      RunFixture(neurons: 302), frame: RunFixture(neurons: 302).frame(), size: size)
    #expect(state.screen.contains("▶motor 0  302"))
    let top = state.screen.positions(of: "command 1 ").first
    state.press("j")
    #expect(
      state.screen.positions(of: "▶command 1 ").first?.y == top?.y, "the first key selects the first row")
    #expect(!state.screen.contains("motor 0"))
  }

  @Test func theOverviewsListScrollsByOneRowAtItsEnds() {
    let run = RunFixture(neurons: 302)
    var state = DashboardState.fixture(run, frame: run.frame(), size: size)
    for _ in 0..<12 { state.press("j") }
    let last = state.screen.positions(of: "▶").map(\.y)
    let before = state.screen
    state.press("j")
    #expect(state.screen.positions(of: "▶").map(\.y) == last)
    let table = Rect(x: 2, y: 15, columns: 12, rows: 6)
    let moved = (table.y..<table.maxY).filter { y in
      (table.x..<table.maxX).allSatisfy { state.screen[$0, y].character == before[$0, y + 1].character }
    }
    #expect(moved.count == table.rows, "\(before.plainText)\n\(state.screen.plainText)")
  }

  @Test(arguments: ["1", "2", "3", "4", "5", "6"] as [KeyEvent]) func whatIsHeldIsSaidInEveryView(
    view: KeyEvent
  ) {
    let run = RunFixture(neurons: 302)
    let held = run.frame(interventions: [Intervention.silence(neuron: 4)])
    var state = DashboardState.fixture(run, frame: held, size: size)
    state.press(view, "G")
    #expect(state.screen.text(row: 0).contains("▲ 1 held"))
    #expect(!render(.fixture(), size: size).text(row: 0).contains("▲"))
  }

  @Test func repeatedTimesAreDrawnAndTimesThatFallAreCountedAsRows() {
    var frame = RunFixture().frame()
    for step in frame.probe.nominal.times.indices { frame.probe.nominal.times[step] = Float(step / 2) * 10 }
    let repeated = DashboardState.fixture(frame: frame).screen
    #expect(repeated.contains(" s│") && repeated.contains("300") && !repeated.contains(" row│"))
    frame.probe.nominal.times.reverse()
    let falling = DashboardState.fixture(frame: frame).screen
    #expect(falling.contains(" row│") && !falling.contains(" s│"))
  }

  @Test(arguments: Situation.sizes) func aPageOfHelpFollowsThePageBefore(size: Size) {
    var state = DashboardState.fixture(RunFixture(), frame: nil, size: size)
    state.press("?")
    let shown = KeyTable.bindings.filter { $0.applies(toStream: false) }
    let labels = shown.map(\.help).compactMap { $0.split(separator: " ").first.map(String.init) }
    var seen = ""
    for _ in 0..<100 {
      seen += state.screen.plainText + "\n"
      state.press(.pageDown)
    }
    #expect(labels.allSatisfy(seen.contains))
  }

  @Test func theReasonStaysWhenTheMessageIsGone() throws {
    let diverged = try #require(Situation.all.first { $0.name == "diverged" })
    var state = diverged.state
    _ = reduce(&state, .tick(now: 10_000))
    #expect(state.message == nil && state.screen.contains("try a smaller learning rate"))
  }
}
