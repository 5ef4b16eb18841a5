import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

@Suite struct NaiveTwinScreenTests {
  /// The screen of a run whose validation has a mae of 0.1, and whose test one of 0.12.
  private func screen(validation: Double, test: Double? = nil) -> String {
    func figure(_ value: Double) -> NaiveFigure {
      NaiveFigure(name: "persistence", value: value, isBetterWhenLarger: false)
    }
    let figures = NaiveFigures(validation: figure(validation), test: test.map(figure))
    var state = DashboardState.fixture(RunFixture(naive: figures, isLossNormalized: true))
    if test != nil {
      var batch = TelemetryBatch()
      batch.outcome = Outcome(
        state: .done, steps: 1_240, elapsed: 63, validation: Validation(loss: 0.05, metric: 0.1),
        test: Validation(loss: 0.06, metric: 0.12))
      _ = reduce(&state, .telemetry(batch))
    }
    return render(state, size: Size(columns: 160, rows: 40)).plainText
  }

  @Test func theTwinOfTheValidationStandsBesideItsMetric() {
    let text = screen(validation: 100)
    #expect(text.contains("  persistence 100") && !text.contains("loses"))
    #expect(text.contains("loss mse (normalised)"))
  }

  @Test func aNetworkThatLosesIsSaidToUntilItIsBetter() {
    #expect(screen(validation: 1e-6).contains("loses to persistence "))
  }

  @Test func atTheEndTheTestCounts() {
    let text = screen(validation: 100, test: 0.03)
    #expect(text.contains("test mae 0.120") && text.contains("loses to persistence 0.0300"))
  }
}
