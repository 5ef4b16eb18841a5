import Screen
import Terminal

/// How the dashboard looks: what the person chose, else what suits the terminal.
struct Appearance {
  let themes: [Theme]
  let themeIndex: Int
  let glyphs: GlyphSet
  /// Pictures a second at the most.
  let framesPerSecond: Double

  /// - Throws: `CommandFailure` for a theme that is not there.
  init(_ display: DisplayOptions, locations: Locations) throws {
    let library = ThemeLibrary(directories: locations.themeDirectories)
    for warning in library.warnings { Console.writeMessage("lnn-top: note: \(warning)") }
    themes = library.themes
    themeIndex = try Self.index(of: display.theme, in: library)
    glyphs = display.glyphs ?? TerminalSession.suggestedGlyphs(environment: locations.environment)
    framesPerSecond = Double(display.framesPerSecond)
  }

  private static func index(of name: String?, in library: ThemeLibrary) throws -> Int {
    guard let name else { return 0 }
    guard let index = library.index(named: name) else {
      let known = library.themes.map(\.slug).joined(separator: ", ")
      throw CommandFailure("there is no theme named \(name); there are \(known)")
    }
    return index
  }
}
