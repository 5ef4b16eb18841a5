import Dashboard
import Screen
import Telemetry

extension DashboardState {
  /// A dashboard that has seen a frame; nil leaves it waiting for the first.
  static func fixture(
    _ run: RunFixture = RunFixture(), mode: SourceMode = .live, frame: Frame?, glyphs: GlyphSet = .braille,
    size: Size = Size(columns: 120, rows: 40)
  ) -> DashboardState {
    var state = DashboardState(
      description: run.description, mode: mode, themeNames: ["dark", "light", "mono"], themeIndex: 0,
      glyphs: glyphs)
    _ = reduce(&state, .resized(size))
    _ = reduce(&state, .tick(now: 100))
    if let frame { _ = reduce(&state, .telemetry(run.batch(frame))) }
    return state
  }

  static func fixture(_ run: RunFixture = RunFixture(), mode: SourceMode = .live) -> DashboardState {
    fixture(run, mode: mode, frame: run.frame())
  }

  /// Presses keys one after another and gathers what they ask for.
  @discardableResult
  mutating func press(_ keys: KeyEvent...) -> [Effect] {
    keys.flatMap { reduce(&self, .key($0)) }
  }

  @discardableResult
  mutating func mouse(_ kind: MouseEvent.Kind, _ x: Int, _ y: Int) -> [Effect] {
    reduce(&self, .mouse(MouseEvent(kind, x: x, y: y)))
  }

  /// The screen at the size the state knows.
  var screen: Grid { render(self, size: size) }

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

  /// A run that is done and was tested under every kind of condition; the longest windows gave no number.
  static func tested() -> DashboardState {
    let run = RunFixture()
    var state = DashboardState.fixture(run, frame: run.frame(state: .done))
    let levels: [(String, [Double])] = [
      ("drop", [0.1, 0.3, 0.5]), ("jitter", [0.2, 0.4]), ("noise", [0.1, 0.5, 1]), ("horizon", [2, 4, 8]),
    ]
    let conditions = levels.flatMap { kind, levels in
      levels.map { level in
        let metric = level == 8 ? .nan : 0.12 + 0.05 * level / (level + 0.5)
        return ConditionResult(kind: kind, level: level, result: Validation(loss: metric / 2, metric: metric))
      }
    }
    var batch = TelemetryBatch()
    batch.outcome = Outcome(
      state: .done, steps: 1_240, elapsed: 63, validation: Validation(loss: 0.05, metric: 0.1),
      test: Validation(loss: 0.06, metric: 0.12), conditions: conditions)
    _ = reduce(&state, .telemetry(batch))
    return state
  }
}
