import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

@Suite struct SynapseWordTests {
  @Test func synapsesOfAnLTCHaveWeightsAndCurrents() throws {
    let text = detail(cell: "ltc")
    #expect(text.contains("weight") && text.contains("current at the end") && text.contains("exc"))
  }

  @Test(arguments: ["cfc", "lstm", "gru", "ctgru"]) func thoseOfOtherCellsHaveGainsAndEffects(cell: String) {
    let text = detail(cell: cell)
    #expect(text.contains("gain") && text.contains("effect at the end"))
    #expect(!text.contains("current") && !text.contains("exc") && !text.contains("inh"))
  }

  @Test func wordsThatARunRecordedStandForThemselves() {
    let words = SynapseWords(strength: "pull", contribution: "push", positive: "up", negative: "down")
    let text = detail(cell: "toy", words: words)
    #expect(text.contains("pull") && text.contains("push at the end") && !text.contains("gain"))
  }

  private func detail(cell: String, words: SynapseWords? = nil) -> String {
    let size = Size(columns: 120, rows: 40)
    var state = DashboardState.fixture(RunFixture(cell: cell, synapseWords: words))
    state.press("2", "j", .enter)
    return render(state, size: size).plainText
  }
}
