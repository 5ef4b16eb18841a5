import Dashboard
import Screen
import Telemetry

extension DashboardState {
  /// A dashboard that was told these losses, one every `seconds`; every tenth is validated.
  static func fixture(
    losses: [Double], seconds: Double = 0.05, frame: Frame? = nil, glyphs: GlyphSet = .braille
  ) -> DashboardState {
    var state = DashboardState.fixture(RunFixture(trainingSteps: 0), frame: nil, glyphs: glyphs)
    var batch = TelemetryBatch()
    batch.scalars = losses.enumerated().map { index, loss in
      StepScalars(
        step: index + 1, epoch: 0, elapsed: Double(index) * seconds, loss: loss, learningRate: 0.01,
        gradientNorm: 1,
        validation: (index + 1) % 10 == 0 ? Validation(loss: loss * 1.1, metric: 0.5) : nil)
    }
    batch.frame = frame
    _ = reduce(&state, .telemetry(batch))
    return state
  }
}
