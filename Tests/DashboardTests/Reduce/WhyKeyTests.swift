import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

/// Why: its keys, and what it asks of the frame source.
@Suite struct WhyKeyTests {
  @Test func detailsAreAskedForWhileTheViewIsOpen() {
    var state = DashboardState.fixture(ExplanationFixture().run, frame: ExplanationFixture().frame)
    #expect(state.press("7") == [.send(.explain(true))])
    #expect(state.press("7").isEmpty)
    #expect(state.press("?", "?").isEmpty)
    #expect(state.press("1") == [.send(.explain(false))])
    #expect(state.press("6").last == .listRuns)
    #expect(state.press(.tab) == [.send(.explain(true))])
    #expect(state.press(.escape) == [.send(.explain(false))])
    #expect(reduce(&state, .show(.why, neuron: 3)) == [.send(.explain(true))])
    #expect(state.selectedNeuron == 3)
  }

  @Test(arguments: [SourceMode.replay, .attached]) func whatWasRecordedIsAskedForNothing(mode: SourceMode) {
    var state = DashboardState.fixture(
      ExplanationFixture().run, mode: mode, frame: ExplanationFixture().frame)
    #expect(state.press("7", "1", "7", "Y").isEmpty)
    #expect(state.message?.isWarning == true)
    // There is no other output to ask for, and y copies as elsewhere.
    let effects = state.press("y")
    guard effects.count == 1, case .copy = effects[0] else {
      Issue.record("\(effects)")
      return
    }
  }

  @Test func theTimeCursorMovesAsElsewhere() {
    var state = ExplanationFixture().dashboard()
    #expect(state.press("(") == [.send(.setProbeCursor(63))])
    #expect(state.press(.left) == [.send(.setProbeCursor(62))])
  }

  @Test func anotherOutputIsExplained() {
    var fixture = ExplanationFixture()
    fixture.run.outputs = ["x", "y", "heading"]
    var state = fixture.dashboard()
    #expect(state.press("y", "y", "y") == [1, 2, nil].map { .send(.explainOutput($0)) })
    #expect(state.press("Y") == [.send(.explainOutput(2))])
    #expect(state.message?.text == "explaining heading")
  }

  @Test func ofAClassificationTheAnsweredClassIsAChoiceOfItsOwn() {
    var fixture = ExplanationFixture()
    (fixture.run.kind, fixture.run.outputs) = ("classification", ["a", "b"])
    var state = fixture.dashboard()
    #expect(state.press("y", "y", "y") == [0, 1, nil].map { .send(.explainOutput($0)) })
    #expect(state.message?.text == "explaining the class that was answered")
  }

  @Test func oneOutputIsTheOnlyOne() {
    var state = ExplanationFixture().dashboard()
    #expect(state.press("y").isEmpty && state.message != nil)
  }

  @Test func theMatricesGoRound() {
    var state = ExplanationFixture().dashboard()
    for title in ["C: input on neuron (1/s)", "B: input on leak (1/s)", "A: neuron on neuron (1/s)"] {
      state.press("v")
      #expect(state.screen.contains(title), "\(title)")
    }
  }

  @Test func aSmallScreenShowsTheMatricesInPlaceOfTheEffects() {
    var state = ExplanationFixture().dashboard()
    _ = reduce(&state, .resized(Size(columns: 80, rows: 24)))
    #expect(state.screen.contains("held at its mean"))
    for title in ["A: neuron on neuron", "C: input on neuron", "B: input on leak", "held at its mean"] {
      state.press("v")
      #expect(state.screen.contains(title), "\(title)")
    }
  }

  @Test func withoutModulationThereAreTwoMatrices() {
    var frame = ExplanationFixture().frame
    frame.probe.explanation?.details?.modulation = []
    var state = DashboardState.fixture(ExplanationFixture().run, frame: frame)
    state.press("7", "v", "v")
    #expect(state.screen.contains("A: neuron on neuron"))
  }

  @Test func theSelectedEntryIsPutIntoWords() {
    var state = ExplanationFixture().dashboard()
    #expect(state.screen.contains("motor 0 by itself decays at 9.00 1/s"))
    state.press("v", "v", "]")
    let words =
      state.screen.contains("a rise of curvature") || state.screen.contains("curvature does not act")
    #expect(words)
  }

  @Test func columnsOfAFocusedMatrixMove() {
    var state = ExplanationFixture().dashboard()
    state.press("v", "v", "v", "]")
    #expect(state.why.sourceNeuron != 0 && state.selectedChannel == 0)
    state.press("[", "f", "]")
    #expect(state.why.sourceNeuron == 0 && state.selectedChannel == 1)
  }

  @Test func upAndDownMoveThroughWhatHasTheFocus() throws {
    let fixture = ExplanationFixture()
    var state = fixture.dashboard()
    let sizes = fixture.explanation.neuronParts.map(\.magnitude)
    state.press("g")
    #expect(sizes[state.selectedNeuron] == sizes.max())
    state.press("j")
    #expect(sizes[state.selectedNeuron] == sizes.sorted().dropLast().last)
    let panel = try #require(state.screen.positions(of: "by input").first)
    state.mouse(.press, panel.x, panel.y)
    state.press("g", "j")
    #expect(state.selectedChannel == 1)
    let effects = try #require(state.screen.positions(of: "held at its mean").first)
    state.mouse(.press, effects.x, effects.y)
    state.press("G")
    #expect(state.why.effect == fixture.run.neurons + fixture.run.inputs.count - 1)
  }

  @Test func clicksSelectWhatStandsThere() throws {
    var state = ExplanationFixture().dashboard()
    let row = try #require(state.screen.positions(of: "yaw rate").first)
    state.mouse(.press, row.x, row.y)
    #expect(state.selectedChannel == 3)
    let effect = try #require(state.screen.positions(of: "input  curvature").first)
    state.mouse(.press, effect.x, effect.y)
    #expect(state.selectedChannel == 1)
  }

  @Test func partsAndTheirSumAreShownWithTheResidual() {
    let state = ExplanationFixture().dashboard()
    #expect(state.screen.contains("residual +0.0012"))
    #expect(state.screen.contains("on the baseline"))
  }

  @Test(arguments: GlyphSet.allCases) func signsAreToldWithoutColour(glyphs: GlyphSet) throws {
    // The bar of a negative part ends at the axis, that of a positive one begins there.
    let state = ExplanationFixture().dashboard(glyphs: glyphs)
    let symbols = glyphs.symbols
    let screen = state.screen
    #expect(screen.contains("\(symbols.vertical)\(symbols.barFull)"))
    #expect(screen.contains("\(symbols.barFull)\(symbols.vertical)"))
  }

  @Test func anUnexplainedRunSaysWhatToDo() {
    var replay = DashboardState.fixture(mode: .replay)
    replay.press("7")
    #expect(replay.screen.contains("lnn-top explain RUN"))
    var stream = StreamFixture().dashboard()
    stream.press("7")
    #expect(stream.screen.contains("a live stream is not explained"))
    var waiting = DashboardState.fixture(frame: nil)
    waiting.press("7")
    #expect(waiting.screen.contains("waiting for the first step"))
  }
}

/// The answer's largest parts as one line.
@Suite struct ExplanationSentenceTests {
  private func line(columns: Int) -> String {
    var fixture = ExplanationFixture()
    fixture.run.inputs = ["offset", "curvature", "speed", "yaw", "light", "rain"]
    var state = fixture.dashboard()
    state.press("1", "f", "f", "z")
    let screen = render(state, size: Size(columns: columns, rows: 30))
    return (0..<30).map(screen.text).last { $0.contains("steering") } ?? ""
  }

  @Test func namesTheLargestFirstAndSumsUpTheRest() {
    let line = line(columns: 200)
    #expect(line.contains("offset +0.573, curvature -0.221, yaw +0.143, light -0.0898, "))
    #expect(!line.contains("other"))
    let short = self.line(columns: 70)
    #expect(short.contains("offset +0.573, ") && short.contains("others "))
  }

  @Test func isCutToTheWidth() {
    for columns in stride(from: 36, through: 130, by: 7) {
      let line = line(columns: columns)
      #expect(DisplayWidth.of(line) == columns, "\(columns): \(line)")
    }
  }
}
