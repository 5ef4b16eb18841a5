import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

@Suite struct PerturbPanelTests {
  static let sizes = [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)]

  private var busy: Frame {
    RunFixture().frame(
      perturbations: [
        Perturbation(kind: .noise, channel: 1, magnitude: 0.5, probability: 0.2, duration: 0.3),
        Perturbation(kind: .offset, channel: 2, magnitude: 1),
      ], interventions: [Intervention.silence(neuron: 4)])
  }

  @Test(arguments: sizes, [false, true]) func thePanelAsItLooks(size: Size, isZoomed: Bool) {
    var state = DashboardState.fixture(frame: busy)
    _ = reduce(&state, .resized(size))
    state.press("5", "]")
    if isZoomed { state.press("f", "f", "z") }
    let name = "perturb\(isZoomed ? "-zoomed" : "")-\(size.columns)x\(size.rows)"
    let mismatch = GoldenFile(name, in: "Dashboard").mismatch(with: state.screen.plainText)
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  @Test func chanceAndDurationAreSetBeforeAndWhileItIsOn() {
    var state = DashboardState.fixture()
    #expect(state.press("u", "<").isEmpty)
    let first = Perturbation(kind: .noise, channel: 0, magnitude: 0.5, probability: 0.75, duration: 0.75)
    #expect(state.press("n") == [.send(.perturb(first))])
    var longer = first
    longer.duration = nil
    #expect(state.press(">") == [.send(.perturb(longer))])
    longer.probability = 1
    #expect(state.press("U") == [.send(.perturb(longer))])
    #expect(state.press("U") == [.send(.perturb(longer))], "it stays at the end of the ladder")
  }

  @Test func theStartIsSetByKeysAndByClicksOnThem() throws {
    var state = DashboardState.fixture()
    let pulse = Perturbation(kind: .pulse, channel: 0, magnitude: 3)
    #expect(state.press("i") == [.send(.perturb(pulse))])
    for start in [0.3, 0.4] {
      var later = pulse
      later.start = start
      #expect(state.press("E") == [.send(.perturb(later))])
    }
    #expect(state.press("e", "e").last == .send(.perturb(pulse)), "back at the kind's own")
    state.press("e", "e", "e", "e")
    #expect(state.shapes.start(of: .pulse) == 0, "it stays at the end of the ladder")
    #expect(state.shapes.start(of: .noise) == nil)
    state.press("5")
    #expect(state.screen.contains("from    the beginning") && state.screen.contains("pulse 3 sd, from 0 %"))
    let rows = state.screen.plainText.split(separator: "\n", omittingEmptySubsequences: false)
    let y = try #require(rows.firstIndex { $0.contains("e E from") })
    let row = rows[y]
    let x = try #require(row.range(of: "e E from")).lowerBound
    let column = row.distance(from: row.startIndex, to: x)
    _ = state.mouse(.press, column + 2, y)
    #expect(state.shapes.start(of: .pulse) == 0.1)
    _ = state.mouse(.press, column, y)
    #expect(state.shapes.start(of: .pulse) == 0)
    #expect(state.mouse(.press, column + 1, y).isEmpty)
  }

  @Test func deleteRemovesTheSelectedOneAlone() {
    var state = DashboardState.fixture(frame: busy)
    state.press("5")
    while state.panels.focused != .active { state.press("f") }
    state.press("j", "j")
    #expect(state.press(.delete) == [.send(.removeIntervention(.neuron(4)))])
    #expect(state.activeInterventions.isEmpty && state.activePerturbations.count == 2)
    #expect(state.press(.backspace) == [.send(.removePerturbation(kind: .offset, channel: 2))])
    #expect(state.press(.backspace) == [.send(.removePerturbation(kind: .noise, channel: 1))])
    #expect(state.press(.backspace).isEmpty && state.message?.text == "nothing is active")
  }

  @Test func theSwitchToTrainingIsSentAndShown() {
    var state = DashboardState.fixture(frame: busy)
    #expect(state.press("P") == [.send(.perturbTraining(true))])
    #expect(state.screen.contains("perturbs training too"))
    #expect(state.press("P") == [.send(.perturbTraining(false))])
    #expect(!state.screen.contains("perturbs training too"))
    var frame = busy
    frame.perturbsTraining = true
    #expect(DashboardState.fixture(frame: frame).screen.contains("perturbs training too"))
  }

  @Test func theEffectIsToldAsRMSAndMaximumInUnitsAndDeviations() {
    var state = DashboardState.fixture(frame: busy)
    state.press("5")
    let text = state.screen.plainText
    #expect(text.contains("at most") && text.contains("sd") && text.contains("neurons moved most"))
    // The fixture shifts the output by 0.35 sin(5 t).
    #expect(text.contains("steering                  0.245  0.438 sd"))
    #expect(text.contains("at most                 0.350  0.624 sd"))
  }
}
