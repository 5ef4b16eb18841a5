import Dashboard
import Liquid
import Screen
import Telemetry
import TestSupport
import Testing

@Suite struct MouseTests {
  static let sizes = [
    Size(columns: 120, rows: 40), Size(columns: 80, rows: 24), Size(columns: 60, rows: 20),
    Size(columns: 37, rows: 11), Size(columns: 20, rows: 5), Size(columns: 1, rows: 1),
  ]
  static let views: [[KeyEvent]] = [
    [], ["2"], ["2", .enter], ["5"], ["?"], ["/", "c"], ["z"], ["f", "f", "f", "z"], ["5", "f", "z"],
    ["5", "f", "f", "z"], ["5", "f", "f", "f", "z"],
    ["7"], ["7", "v"], ["7", "v", "v", "z"], ["4", "a"],
  ]

  private static func state(_ run: RunFixture, _ keys: [KeyEvent], _ size: Size) -> DashboardState {
    var frame = run.frame(
      perturbations: run.inputs.isEmpty ? [] : [Perturbation(kind: .noise, channel: 0, magnitude: 0.5)],
      interventions: [Intervention.silence(neuron: 0)])
    if run.steps > 0 { frame.probe.explanation = ExplanationFixture(run: run).explanation }
    var state = DashboardState.fixture(run, frame: frame)
    _ = reduce(&state, .resized(size))
    _ = reduce(&state, .tick(now: 300))
    for key in keys { _ = reduce(&state, .key(key)) }
    _ = reduce(&state, .tick(now: 400))
    return state
  }

  /// Every place of small screens, and so many of large ones that each row and column has some.
  @Test(arguments: sizes) func everyClickEverywhereIsSafeAndSelectsWhatIsDrawnThere(size: Size) {
    let runs = [
      RunFixture(neurons: 40, inputs: ["alpha", "beta", "gamma"]),
      RunFixture(neurons: 0, inputs: [], steps: 0),
      RunFixture(outputs: ["a", "b", "c", "d"], kind: "classification"),
    ]
    for (number, run) in runs.enumerated() {
      for keys in Self.views {
        let state = Self.state(run, keys, size)
        let grid = state.screen
        for y in 0..<size.rows {
          for x in 0..<size.columns
          where size.columns < 30 || Thoroughness.includes(x + 5 * y + number, oneOf: 17) {
            check(state, grid, x, y, "run \(number) \(keys) \(size) (\(x), \(y))")
          }
        }
      }
    }
  }

  /// A click changes a selection only to something whose name stands in that row of the screen.
  private func check(
    _ state: DashboardState, _ grid: Grid, _ x: Int, _ y: Int, _ place: @autoclosure () -> String
  ) {
    var clicked = state
    clicked.mouse(.press, x, y)
    let row = grid.text(row: y)
    if clicked.selectedNeuron != state.selectedNeuron, clicked.neuronList.order == state.neuronList.order {
      let name = state.description.model.neurons[clicked.selectedNeuron].name
      #expect(row.contains(name.prefix(6)), "\(place()): \(name) in \(row)")
    }
    // In the last row a key is what is drawn.
    if clicked.selectedKind != state.selectedKind, y < state.size.rows - 1 {
      #expect(row.contains(clicked.selectedKind.rawValue), "\(place()): \(row)")
    }
    if clicked.view != state.view, clicked.help == nil, y == 0 {
      #expect(row.contains("\(clicked.view.rawValue)"), "\(place()): \(row)")
    }
    clicked.mouse(.drag, min(x + 3, state.size.columns - 1), y)
    clicked.mouse(.release, x, y)
    #expect(clicked.panels.dragged == nil)
    guard (x + 3 * y) % 7 == 0 else { return }
    let faults = clicked.screen.faults
    #expect(faults.isEmpty, "\(place()): \(faults.prefix(2))")
  }

  @Test func neuronsChannelsTabsAndKindsAreSelectedWhereTheyStand() throws {
    var state = Self.state(RunFixture(), ["2"], Size(columns: 120, rows: 40))
    for name in ["command 5", "inter 12", "motor 0"] {
      let place = try #require(state.screen.positions(of: name + " ").first)
      state.mouse(.press, place.x + 40, place.y)
      #expect(state.description.model.neurons[state.selectedNeuron].name == name)
    }
    let tab = try #require(state.screen.positions(of: "5 Inputs").first)
    state.mouse(.press, tab.x + 2, tab.y)
    #expect(state.view == .inputs)
    let channel = try #require(state.screen.positions(of: " yaw rate").first)
    state.mouse(.press, channel.x + 3, channel.y)
    #expect(state.selectedChannel == 2 && state.panels.focused == .inputs)
    let kind = try #require(state.screen.positions(of: "d hold-last").first)
    state.mouse(.press, kind.x, kind.y)
    #expect(state.selectedKind == .holdLast && state.panels.focused == .perturb)
  }

  @Test func aHintActsAsItsKey() throws {
    var state = Self.state(RunFixture(), [], Size(columns: 120, rows: 40))
    let pause = try #require(state.screen.positions(of: "space pause").first)
    #expect(state.mouse(.press, pause.x + 8, pause.y) == [.send(.pause)])
    let kinds = try #require(state.screen.positions(of: "nihdso").first)
    let effects = state.mouse(.press, kinds.x + 4, kinds.y)
    #expect(effects == [.send(.perturb(Perturbation(kind: .scale, channel: 0, magnitude: 0.5)))])
    let quit = try #require(Self.state(RunFixture(), [], state.size).screen.positions(of: "q quit").first)
    _ = reduce(&state, .tick(now: 999))
    #expect(state.mouse(.press, quit.x, quit.y).contains(.quit))
  }

  @Test func aHeadingSortsAndAgainTurnsRound() throws {
    var state = Self.state(RunFixture(neurons: 60), ["2"], Size(columns: 120, rows: 40))
    let heading = try #require(state.screen.positions(of: "layer").first)
    state.mouse(.press, heading.x, heading.y)
    #expect(state.neuronList.sortColumn == .layer)
    let wasAscending = state.neuronList.isAscending
    state.mouse(.press, heading.x, heading.y)
    #expect(state.neuronList.isAscending != wasAscending)
  }

  @Test(arguments: sizes) func theWheelScrollsAndChangesNothingElse(size: Size) {
    for keys in Self.views {
      let state = Self.state(RunFixture(neurons: 80), keys, size)
      for kind in [MouseEvent.Kind.wheelDown, .wheelUp] {
        for y in stride(from: 0, to: size.rows, by: 2) {
          for x in stride(from: 0, to: size.columns, by: 9)
          where size.columns < 30 || Thoroughness.includes(x / 9 + y, oneOf: 11) {
            var turned = state
            for _ in 0..<30 { #expect(turned.mouse(kind, x, y).isEmpty) }
            #expect(turned.selectedNeuron == state.selectedNeuron && turned.view == state.view)
            #expect(
              turned.selectedChannel == state.selectedChannel && turned.panels.focused == state.panels.focused
            )
            #expect(turned.screen.faults.isEmpty, "\(keys) \(size) (\(x), \(y))")
          }
        }
      }
    }
  }

  @Test func theWheelReachesTheLastNeuronAndAKeyComesBackToTheSelection() {
    var state = Self.state(RunFixture(neurons: 80), ["2"], Size(columns: 120, rows: 40))
    for _ in 0..<40 { state.mouse(.wheelDown, 20, 20) }
    #expect(state.screen.contains("inter 79") && !state.screen.contains("motor 0 "))
    state.press("j")
    #expect(state.screen.contains("▶"))
  }

  @Test func draggingOverAChartOfTheProbeMovesTheTimeCursor() throws {
    var state = Self.state(RunFixture(), [], Size(columns: 120, rows: 40))
    state.mouse(.press, 90, 10)
    let first = try #require(state.cursorStep)
    state.mouse(.drag, 100, 10)
    let second = try #require(state.cursorStep)
    #expect(second > first)
    state.mouse(.drag, 5, 10)
    #expect(state.cursorStep == second, "outside the panel it stays where it was")
    state.mouse(.release, 5, 10)
    state.mouse(.drag, 90, 10)
    #expect(state.cursorStep == second, "a pointer that moves with the button up drags nothing")
  }
}
