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
}
