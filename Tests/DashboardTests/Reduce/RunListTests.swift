import Dashboard
import Screen
import Telemetry
import Testing

@Suite struct RunListTests {
  private func listed(mode: SourceMode = .live) -> DashboardState {
    var state = DashboardState.fixture(mode: mode)
    state.press("6")
    _ = reduce(&state, .runs(.fixture))
    return state
  }

  private func names(_ state: DashboardState) -> [String] {
    state.runList.order.map { state.runList.entries[$0].name }
  }

  @Test func comingToTheViewAsksForTheRuns() {
    var state = DashboardState.fixture()
    #expect(state.press("6") == [.listRuns])
    #expect(state.press("6") == [], "they are on their way")
    state.press("1")
    state.press("7")
    #expect(state.press(.backTab).contains(.listRuns), "from wherever one comes")
  }

  @Test func theMouseSelectsScrollsAndSorts() throws {
    var state = listed()
    let screen = state.screen
    let rows = (0..<screen.size.rows).map { screen.text(row: $0) }
    let wanted = try #require(state.runList.entries.first { $0.name == "lane-keeping-3" })
    let y = try #require(rows.firstIndex { $0.contains(wanted.name) })
    state.mouse(.press, 10, y)
    #expect(state.runList.selectedPath == wanted.path)
    state.mouse(.wheelUp, 10, y)
    #expect(state.runList.selectedPath == state.runList.entries.first { $0.name == "lane-keeping-0" }?.path)
    let heading = try #require(rows.firstIndex { $0.contains("best loss") })
    let title = try #require(rows[heading].ranges(of: "best loss").first)
    let x = rows[heading].distance(from: rows[heading].startIndex, to: title.lowerBound)
    for isAscending in [RunColumn.loss.isAscendingAtFirst, !RunColumn.loss.isAscendingAtFirst] {
      state.mouse(.press, x + 2, heading)
      #expect(state.runList.sortColumn == .loss && state.runList.isAscending == isAscending)
    }
  }

  @Test func theNewestComesFirstAndColumnsSort() {
    var state = listed()
    #expect(names(state).first == "lane-keeping-0" && names(state).last == "broken")
    for (column, first) in [
      (RunColumn.name, "broken"), (.model, "broken"), (.steps, "lane-keeping-0"), (.loss, "lane-keeping-0"),
    ] {
      state.press("O")
      #expect(state.runList.sortColumn == column)
      #expect(names(state).first == first, "\(column)")
    }
    let last = names(state).suffix(2)
    #expect(last.contains("broken") && last.contains("lane-keeping-2"), "what has no loss comes last")
    state.press("R")
    #expect(names(state).suffix(2).contains("broken"), "either way")
  }

  @Test func spaceMarksAndAsksForTheCurves() {
    var state = listed()
    state.press("j")
    #expect(state.press(" ") == [.loadCurves(path: "/runs/lane-keeping-1.lnnrun")])
    #expect(state.runList.marked.count == 1 && !state.runList.curves.keys.contains("x"))
    _ = reduce(&state, .curves(.fixture(1, floor: 0.2)))
    #expect(state.runList.curves.count == 1)
    #expect(state.press(" ") == [])
    #expect(state.runList.marked.isEmpty && state.runList.curves.isEmpty)
  }

  @Test func theRunOnTheScreenIsMarkedAndNotComparedWithItself() {
    var state = listed()
    let plain = state.screen.plainText
    state.presentPath = "/runs/lane-keeping-0.lnnrun"
    #expect(state.screen.contains("on the screen now") && !plain.contains("on the screen now"))
    #expect(state.press(" ") == [] && state.runList.marked.isEmpty && state.message?.isWarning == true)
    state.press("j")
    #expect(!state.screen.contains("on the screen now"))
    #expect(state.press(" ") == [.loadCurves(path: "/runs/lane-keeping-1.lnnrun")])
  }

  @Test func spacePausesElsewhereAndPEverywhere() {
    var state = listed()
    #expect(state.press("p") == [.send(.pause)])
    state.press("1")
    #expect(state.press(" ") == [.send(.resume)])
  }

  @Test func curvesOfARunThatIsNoLongerMarkedAreDropped() {
    var state = listed()
    state.press(" ", " ")
    _ = reduce(&state, .curves(.fixture(0, floor: 0.2)))
    #expect(state.runList.curves.isEmpty)
  }

  @Test func aRunWithoutCurvesSaysWhyAndIsUnmarked() {
    var state = listed()
    state.press(" ")
    _ = reduce(
      &state,
      .curves(
        RunCurves(path: "/runs/lane-keeping-0.lnnrun", name: "lane-keeping-0", problem: "it is\u{7} gone")))
    #expect(state.runList.marked.isEmpty)
    #expect(state.message?.isWarning == true && state.message?.text.contains("gone") == true)
  }

  @Test func noMoreRunsAreMarkedThanCanBeToldApart() {
    var state = listed()
    for _ in 0..<5 { state.press(" ", "j") }
    #expect(state.runList.marked.count == RunList.maximumMarks)
    #expect(state.message?.isWarning == true)
  }

  @Test func aDamagedFileIsNeitherMarkedNorOpened() {
    var state = listed()
    state.press("G")
    for key in [" ", .enter] as [KeyEvent] {
      #expect(state.press(key) == [])
      #expect(state.message?.text.contains("not an SQLite database") == true)
    }
  }

  @Test func enterOpensARunOverThisOne() {
    var state = listed()
    let path = "/runs/lane-keeping-0.lnnrun"
    #expect(state.press(.enter) == [.openRun(path: path)])
    #expect(state.press(.enter) == [], "it is being read")
    #expect(state.screen.contains("opening lane-keeping-0 …  Esc cancels"))
    #expect(state.press("p") == [.send(.pause)], "other keys work meanwhile")
    state.press("p")
    #expect(state.press(.escape) == [.cancelOpening] && state.view == .runs)
    #expect(state.message?.text == "lane-keeping-0 is not opened")
    state.press(.enter)
    _ = reduce(&state, .runRefused(path: path, "no\u{7} run"))
    #expect(state.runList.opening == nil && state.message?.isWarning == true)
    state.press(.enter)
    _ = reduce(&state, .runOpened(path: "/runs/other.lnnrun"))
    #expect(state.runList.opening?.path == path)
    _ = reduce(&state, .runOpened(path: path))
    #expect(state.runList.opening == nil)
    var inner = listed(mode: .replay)
    inner.isNested = true
    #expect(inner.press(.enter) == [] && inner.message?.isWarning == true)
    inner.press(.escape)
    #expect(inner.view == .overview)
    #expect(inner.press(.escape) == [.quit], "where there is nothing to step out of, one goes back")
    #expect(DashboardState.fixture().isNested == false)
  }

  @Test func escapeNeverQuitsTheFirstDashboard() {
    var state = listed()
    for _ in 0..<4 { #expect(state.press(.escape) == []) }
  }

  @Test func aFilterFindsNamesModelsAndStates() {
    var state = listed()
    state.press("/", "c", "f", "c")
    #expect(names(state).allSatisfy { $0 != "lane-keeping-0" } && names(state).count == 3)
    state.press(.enter, "j")
    #expect(state.runList.selectedPath == state.runList.entries[state.runList.order[1]].path)
    state.press(.escape)
    #expect(state.view == .runs && state.runList.filter.isEmpty && names(state).count == 7)
  }

  @Test func theSelectionStaysWithItsRunWhenMoreCome() {
    var state = listed()
    state.press("j", "j")
    let path = state.runList.selectedPath
    var more = RunListingUpdate.fixture
    more.entries.append(
      RunEntry(path: "/runs/new.lnnrun", name: "new", stateWord: "done", startedAt: 1_800_000_000))
    _ = reduce(&state, .runs(more))
    #expect(state.runList.selectedPath == path && path != nil)
  }

  @Test func aThousandRunsAreSortedAndDrawn() {
    var update = RunListingUpdate.fixture
    update.entries = (0..<1_000).map {
      RunEntry(
        path: "/runs/\($0)", name: "run \($0)", stateWord: "done", startedAt: Double($0 * 7_919 % 1_000))
    }
    update.total = 1_000
    var state = DashboardState.fixture()
    state.press("6")
    _ = reduce(&state, .runs(update))
    state.press("G")
    _ = render(state, size: Size(columns: 120, rows: 40))
    #expect(names(state).count == 1_000)
  }
}
