import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

@Suite struct NavigationKeyTests {
  @Test func numbersAndTabChooseTheView() {
    var state = DashboardState.fixture()
    for (key, view) in [
      ("2", .neurons), ("3", .raster), ("4", .wiring), ("5", .inputs), ("6", .runs), ("1", .overview),
    ]
      as [(KeyEvent, ViewKind)]
    {
      state.press(key)
      #expect(state.view == view)
    }
    let tabs = (0..<7).map { _ -> ViewKind in
      state.press(.tab)
      return state.view
    }
    #expect(tabs == [.neurons, .raster, .wiring, .inputs, .runs, .why, .overview])
    state.press(.backTab)
    #expect(state.view == .why)
  }

  @Test func theSelectionMovesAndStopsAtTheEnds() {
    var state = DashboardState.fixture(RunFixture(neurons: 302))
    state.press("2", "j", .down)
    #expect(state.selectedNeuron == 2)
    state.press("k", .up, .up)
    #expect(state.selectedNeuron == 0)
    state.press("G")
    #expect(state.selectedNeuron == 301)
    state.press("j")
    #expect(state.selectedNeuron == 301)
    state.press(.pageUp)
    #expect(state.selectedNeuron < 280)
    state.press("g")
    #expect(state.selectedNeuron == 0)
    state.press(.end, .pageDown)
    #expect(state.selectedNeuron == 301)
    state.press(.home)
    #expect(state.selectedNeuron == 0)
  }

  @Test func arrowsChooseTheChannelInInputs() {
    var state = DashboardState.fixture()
    state.press("5", "j")
    #expect(state.selectedChannel == 1)
    state.press("G")
    #expect(state.selectedChannel == 2)
  }

  @Test func enterOpensANeuronAndEscapeStepsOut() {
    var state = DashboardState.fixture()
    state.press(.enter)
    #expect(state.view == .neurons && state.isDetailOpen)
    state.press("?", .escape)
    #expect(state.help == nil && state.isDetailOpen)
    state.press(.escape)
    #expect(!state.isDetailOpen && state.view == .neurons)
    state.press(.escape)
    #expect(state.view == .overview)
  }

  @Test func theOpenNeuronsNeighboursAreOneKeyAway() {
    var state = DashboardState.fixture()
    state.press("2", .enter, "j", .pageDown)
    #expect(state.selectedNeuron == 1 && state.isDetailOpen)
    #expect(state.detailScroll > 0)
    state.press("j")
    #expect(state.detailScroll == 0)
  }

  @Test func sortingGoesThroughAllColumns() {
    var state = DashboardState.fixture()
    state.press("2")
    var seen: [NeuronColumn] = []
    for _ in NeuronColumn.allCases {
      state.press("O")
      seen.append(state.neuronList.sortColumn)
    }
    #expect(Set(seen).count == NeuronColumn.allCases.count)
    #expect(state.neuronList.sortColumn == .index)
  }

  @Test func reversingTurnsTheOrderRound() {
    var state = DashboardState.fixture()
    state.press("2")
    let order = state.neuronList.order
    state.press("R")
    #expect(state.neuronList.order == order.reversed())
  }

  @Test func sortingElsewhereSaysWhere() {
    var state = DashboardState.fixture()
    state.press("O")
    #expect(state.message?.text == "O works in Neurons (2)")
  }

  @Test func aFilterFindsNamesAndLayers() {
    var state = DashboardState.fixture()
    state.press("/", "m", "o", "t")
    #expect(state.view == .neurons)
    #expect(state.neuronList.order == [0])
    // While text is typed, letters are text: q does not quit.
    #expect(state.press("q").isEmpty)
    #expect(state.neuronList.order.isEmpty)
    state.press(.backspace, .enter)
    #expect(state.neuronList.filter == "mot" && !state.neuronList.isEditingFilter)
    state.press(.escape)
    #expect(state.neuronList.filter.isEmpty && state.neuronList.order.count == 19)
  }

  @Test func aFilterMovesTheSelectionToAMatch() {
    var state = DashboardState.fixture()
    state.press("2", "/", "i", "n", "t", "e", "r")
    #expect(state.neuronList.order.contains(state.selectedNeuron))
  }

  @Test func helpScrollsAndSearches() {
    var state = DashboardState.fixture(frame: RunFixture().frame(), size: Size(columns: 80, rows: 24))
    state.press("?", "j", "j")
    #expect(state.help?.scroll == 2)
    state.press("G")
    let end = state.help?.scroll ?? 0
    state.press("j")
    #expect(state.help?.scroll == end && end > 2)
    state.press("/", "n", "o", "i", "s", "e", .enter)
    let grid = render(state, size: Size(columns: 80, rows: 24))
    #expect(grid.contains("noise on the selected channel"))
    #expect(!grid.contains("theme"))
    state.press(.function(1))
    #expect(state.help == nil)
  }

  @Test func helpKeepsOtherKeysFromActing() {
    var state = DashboardState.fixture()
    #expect(state.press("?", "n", "p", "x").isEmpty)
    // In a page of text q closes the page; Ctrl-C still quits.
    #expect(state.press("q").isEmpty && state.help == nil)
    state.press("?")
    #expect(state.press(.control("c")) == [.send(.stop), .quit])
  }

  @Test func whatAFilterHidesIsNotActedOn() {
    var state = DashboardState.fixture()
    state.press("2", "/", "z", "z", "z", .enter)
    #expect(state.press("x", "c").isEmpty)
    #expect(state.message?.text.contains("filter") == true)
  }

  @Test func anAbandonedRunIsStale() {
    var state = DashboardState.fixture(mode: .attached)
    var batch = TelemetryBatch()
    batch.abandonment = .interrupted
    _ = reduce(&state, .telemetry(batch))
    let grid = render(state, size: Size(columns: 80, rows: 24))
    #expect(grid.contains("STALE") && !grid.contains("left 3:08"))
  }

  @Test(arguments: [
    (RecorderCondition.suspended(process: 4711), "SUSPENDED"), (.silent(seconds: 95), "NO NEWS 1:35"),
    (.active, "ATTACHED"),
  ])
  func anAttachedRunThatDoesNotGoOnSaysWhy(recorder: RecorderCondition, word: String) {
    var state = DashboardState.fixture(mode: .attached)
    var batch = TelemetryBatch()
    batch.recorder = recorder
    _ = reduce(&state, .telemetry(batch))
    #expect(render(state, size: Size(columns: 80, rows: 24)).contains(" \(word) "))
    #expect((state.message?.text.contains("kill -CONT 4711") == true) == (word == "SUSPENDED"))
    batch = TelemetryBatch()
    batch.outcome = Outcome(state: .diverged, steps: 5, elapsed: 1, validation: nil, test: nil)
    _ = reduce(&state, .telemetry(batch))
    #expect(render(state, size: Size(columns: 80, rows: 24)).contains(" DIVERGED "))
  }

  @Test(arguments: [
    (TrainingState.done, "REPLAY DONE"), (.diverged, "REPLAY DIVERGED"), (.stopped, "REPLAY STOPPED"),
    (nil, "REPLAY INTERRUPTED"),
  ])
  func aReplaySaysAtItsEndHowTheRunEnded(ending: TrainingState?, word: String) {
    var state = DashboardState.fixture(mode: .replay)
    var batch = TelemetryBatch()
    if let ending {
      batch.outcome = Outcome(state: ending, steps: 5, elapsed: 1, validation: nil, test: nil)
    } else {
      batch.abandonment = .interrupted
    }
    _ = reduce(&state, .telemetry(batch))
    #expect(render(state, size: Size(columns: 80, rows: 24)).contains(word))
    batch = TelemetryBatch()
    batch.isReset = true
    _ = reduce(&state, .telemetry(batch))
    #expect(!render(state, size: Size(columns: 80, rows: 24)).contains(word))
  }

  @Test func togglesOfTheDisplay() {
    var state = DashboardState.fixture()
    state.press("l", "m", "b", "T")
    #expect(state.isLossLogarithmic && !state.isSmoothed)
    #expect(state.glyphs == .block && state.themeIndex == 2)
    state.press("b", "b", "t")
    #expect(state.glyphs == .braille && state.themeIndex == 0)
  }
}
