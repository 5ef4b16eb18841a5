import Dashboard
import Telemetry
import Terminal

/// The dashboard on this process's terminal: opened, shown until the person leaves, and closed again.
struct DashboardScreen {
  private let session: TerminalSession
  private let appearance: Appearance

  /// True where stdout is a terminal that can show the dashboard. A terminal that cannot is worth a remark; a pipe
  /// or a file is not.
  static func isPossible(locations: Locations) -> Bool {
    guard let obstacle = TerminalSession.obstacle(environment: locations.environment) else { return true }
    if Console.isResultTerminal { Console.writeMessage("lnn-top: no dashboard: \(obstacle)") }
    return false
  }

  init(_ appearance: Appearance) throws {
    self.appearance = appearance
    session = try TerminalSession(
      theme: appearance.themes[appearance.themeIndex], colors: appearance.colors,
      wantsMouse: appearance.wantsMouse)
  }

  /// Shows a source until the person quits or a signal comes; the terminal is then as it was before.
  func show(_ source: any FrameSource) -> DashboardLoop.Ending {
    defer { session.restore() }
    let state = DashboardState(
      description: source.description, mode: source.mode, themeNames: appearance.themes.map(\.slug),
      themeIndex: appearance.themeIndex, glyphs: appearance.glyphs,
      isSmoothed: appearance.isSmoothed, isLossLogarithmic: appearance.isLossLogarithmic)
    var loop = DashboardLoop(
      session: session, source: source, themes: appearance.themes,
      framesPerSecond: appearance.framesPerSecond, state: state)
    return loop.run()
  }
}
