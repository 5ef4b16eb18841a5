import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

/// What leaves the dashboard as text, and what comes in as pasted text.
@Suite struct CopyKeyTests {
  private func copied(_ effects: [Effect]) -> String? {
    guard case .copy(let text, _)? = effects.first, effects.count == 1 else { return nil }
    return text
  }

  @Test func aNeuronsRowIsCopiedAtTheTimeCursor() throws {
    var state = DashboardState.fixture()
    state.press("2", "j", "(")
    let text = try #require(copied(state.press("y")))
    let name = state.description.model.neurons[state.selectedNeuron].name
    #expect(text.hasPrefix("\(name) (") && text.contains(" t=") && text.contains("state "))
    state.press(")")
    #expect(try #require(copied(state.press("y"))).contains(" at the end "))
  }

  @Test func theOutputsAndAnInputAreCopied() throws {
    var state = DashboardState.fixture()
    let outputs = try #require(copied(state.press("1", "y")))
    #expect(outputs.contains(state.description.task.outputNames[0]) && outputs.contains("target"))
    let input = try #require(copied(state.press("5", "]", "y")))
    #expect(input.hasPrefix(state.description.task.inputNames[state.selectedChannel]))
  }

  @Test func thePathOfARunIsCopied() {
    var state = DashboardState.fixture()
    state.press("6")
    #expect(state.press("y").isEmpty && state.message != nil)
    _ = reduce(&state, .runs(.fixture))
    #expect(copied(state.press("y")) == state.runList.selectedPath)
  }

  @Test func theOptionsOfATrialAreCopiedAsAShellReadsThem() throws {
    var snapshot = SweepFixture(trials: 1, finished: 1).snapshot
    snapshot.trials[0].words = ["ltc", "0.05", "4'; rm *"]
    var state = SweepFixture().dashboard()
    _ = reduce(&state, .sweep(snapshot))
    let text = try #require(copied(state.press("y")))
    #expect(text == #"--model ltc --learning-rate 0.05 --units '4'\''; rm *'"#)
  }

  @Test func whereThereIsNothingItSaysSo() {
    var state = DashboardState.fixture(frame: nil)
    #expect(state.press("y").isEmpty && state.message?.text.contains("nothing") == true)
  }

  @Test func pastedTextGoesIntoTheLineThatIsTyped() {
    var state = DashboardState.fixture()
    state.press("r")
    let effects = reduce(&state, .paste("two\r\nlines\u{1B}[2J\tq"))
    #expect(effects.isEmpty && state.noteEntry == "two lines[2J q")
    _ = reduce(&state, .paste(String(repeating: "x", count: 5_000)))
    #expect((state.noteEntry?.count ?? 0) <= 60)
    state.press(.enter, "2", "/")
    _ = reduce(&state, .paste("inter"))
    #expect(state.neuronList.filter == "inter")
  }

  @Test func elsewherePastedTextPressesNoKeys() {
    var state = DashboardState.fixture()
    let before = state.view
    #expect(reduce(&state, .paste("q2x0P")).isEmpty)
    #expect(state.view == before && !state.isQuitting && state.message != nil)
  }

  @Test func theTitleHasTheStateAndTheTask() {
    let state = DashboardState.fixture()
    #expect(state.terminalTitle == "TRAINING \(state.description.task.name) - lnn-top")
  }
}
