import Dashboard
import Screen
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

  private func detail(cell: String) -> String {
    let size = Size(columns: 120, rows: 40)
    var state = DashboardState.fixture(RunFixture(cell: cell))
    state.press("2", "j", .enter)
    return render(state, size: size).plainText
  }
}
