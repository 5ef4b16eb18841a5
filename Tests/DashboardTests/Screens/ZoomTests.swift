import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

@Suite struct ZoomTests {
  private var moved: Frame {
    RunFixture().frame(perturbations: [Perturbation(kind: .noise, channel: 0, magnitude: 0.5)])
  }

  @Test func everyPanelGoesToFullScreenAndBackAtEverySize() {
    for (view, count) in [("1" as KeyEvent, 4), ("2", 3), ("3", 1), ("4", 3), ("5", 5), ("6", 2)] {
      for panel in 1...count {
        var state = DashboardState.fixture(frame: moved)
        state.press(view)
        for _ in 0..<panel { state.press("f") }
        state.press("z")
        #expect(state.panels.isZoomed)
        for columns in stride(from: 1, through: 130, by: 9) {
          for rows in stride(from: 1, through: 45, by: 3) {
            let faults = render(state, size: Size(columns: columns, rows: rows)).faults
            #expect(faults.isEmpty, "panel \(panel) \(columns)x\(rows): \(faults.prefix(2))")
          }
        }
        state.press("z")
        #expect(!state.panels.isZoomed)
      }
    }
  }

  @Test func theOpenNeuronsPanelsGoToFullScreenAndTheirTitlesSayIt() {
    var state = DashboardState.fixture(frame: moved)
    state.press("2", .enter)
    for panel in [PanelKind.state, .timeConstant, .incoming, .outgoing] {
      state.press("f", "z")
      #expect(state.panels.isZoomed && state.panels.focused == panel)
      #expect(state.screen.contains("[z] "), "\(panel)")
      state.press(.escape)
      #expect(state.isDetailOpen && !state.panels.isZoomed && !state.screen.contains("[z] "))
    }
    state.press(.escape)
    #expect(!state.isDetailOpen && state.panels.focused == nil)
  }

  @Test(
    arguments: [("2", .neuronTable), ("3", .raster), ("4", .wiring), ("5", .channel), ("6", .runs)]
      as [(KeyEvent, PanelKind)])
  func everyViewHasAPanelThatZoomsAtOnce(view: KeyEvent, panel: PanelKind) {
    var state = DashboardState.fixture(frame: moved)
    state.press(view, "z")
    #expect(state.panels.isZoomed && state.panels.focused == panel && state.screen.contains("[z] "))
    state.mouse(.press, 60, 20)
    state.press("z")
    #expect(!state.panels.isZoomed && !state.screen.contains("[z] "))
  }

  @Test func theFocusGoesRoundBothWays() {
    var state = DashboardState.fixture()
    let round = (0..<5).map { _ -> PanelKind? in
      state.press("f")
      return state.panels.focused
    }
    #expect(round == [.loss, .outputs, .neurons, .inputs, .loss])
    state.press("F")
    #expect(state.panels.focused == .inputs)
  }

  @Test func zWithoutAFocusTakesTheFirstPanelAndEscStepsOutLayerByLayer() {
    var state = DashboardState.fixture()
    state.press("z")
    #expect(state.panels.focused == .loss && state.panels.isZoomed)
    #expect(!state.screen.contains("neurons by activity") && state.screen.contains("loss mse"))
    state.press(.escape)
    #expect(!state.panels.isZoomed && state.panels.focused == .loss)
    state.press(.escape)
    #expect(state.panels.focused == nil && state.view == .overview)
  }

  @Test func anotherViewAndAnOpenNeuronEndTheZoom() {
    var state = DashboardState.fixture()
    state.press("f", "f", "f", "z", .enter)
    #expect(state.isDetailOpen && !state.panels.isZoomed && state.view == .neurons)
    state.press("1", "z", "5")
    #expect(!state.panels.isZoomed && state.panels.focused == nil)
  }

  @Test func theZoomedNeuronsShowMoreOfThem() {
    var state = DashboardState.fixture(RunFixture(neurons: 30))
    let before = (0..<30).filter { state.screen.contains("inter \($0) ") }.count
    state.press("f", "f", "f", "z")
    #expect((0..<30).filter { state.screen.contains("inter \($0) ") }.count > before)
  }
}
