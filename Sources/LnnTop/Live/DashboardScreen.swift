import Dashboard
import Screen
import Telemetry
import Terminal

/// The dashboard on this process's terminal: opened, shown until the person leaves, and closed again.
struct DashboardScreen {
  private let session: TerminalSession
  private let themes: [Theme]
  private let themeIndex: Int
  private let glyphs: GlyphSet
  private let framesPerSecond: Double

  /// True where stdout is a terminal that can show the dashboard. A terminal that cannot is worth a remark; a pipe
  /// or a file is not.
  static func isPossible(locations: Locations) -> Bool {
    guard let obstacle = TerminalSession.obstacle(environment: locations.environment) else { return true }
    if Console.isResultTerminal { Console.writeMessage("lnn-top: no dashboard: \(obstacle)") }
    return false
  }

  init(display: DisplayOptions, locations: Locations) throws {
    let library = ThemeLibrary(directories: locations.themeDirectories)
    for warning in library.warnings { Console.writeMessage("lnn-top: note: \(warning)") }
    themes = library.themes
    themeIndex = try Self.themeIndex(display.theme, in: library)
    glyphs = display.glyphs ?? TerminalSession.suggestedGlyphs(environment: locations.environment)
    framesPerSecond = Double(display.framesPerSecond)
    session = try TerminalSession(theme: themes[themeIndex], colors: nil)
  }

  private static func themeIndex(_ name: String?, in library: ThemeLibrary) throws -> Int {
    guard let name else { return 0 }
    guard let index = library.index(named: name) else {
      let known = library.themes.map(\.slug).joined(separator: ", ")
      throw CommandFailure("there is no theme named \(name); there are \(known)")
    }
    return index
  }

  /// Shows a source until the person quits or a signal comes; the terminal is then as it was before.
  func show(_ source: any FrameSource) -> DashboardLoop.Ending {
    defer { session.restore() }
    let state = DashboardState(
      description: source.description, mode: source.mode, themeNames: themes.map(\.slug),
      themeIndex: themeIndex, glyphs: glyphs)
    var loop = DashboardLoop(
      session: session, source: source, themes: themes, framesPerSecond: framesPerSecond, state: state)
    return loop.run()
  }
}
