import Liquid
import Screen
import Terminal

/// How the dashboard looks: as chosen, else as suits the terminal.
struct Appearance {
  let themes: [Theme]
  let themeIndex: Int
  let glyphs: GlyphSet
  let colors: ColorMode?
  /// Pictures a second at the most.
  let framesPerSecond: Double
  let wantsMouse: Bool
  let isSmoothed: Bool
  let isLossLogarithmic: Bool

  /// - Throws: `CommandFailure` for a theme that is not there.
  init(_ display: DisplayOptions, locations: Locations) throws {
    let library = ThemeLibrary(directories: locations.themeDirectories)
    for warning in library.warnings { Console.writeMessage("lnn-top: note: \(warning)") }
    themes = library.themes
    themeIndex = try Self.index(of: display, in: library)
    glyphs = display.glyphs ?? TerminalSession.suggestedGlyphs(environment: locations.environment)
    colors = display.colors.mode
    framesPerSecond = Double(display.framesPerSecond)
    wantsMouse = display.mouse
    isSmoothed = display.smoothing
    isLossLogarithmic = display.logLoss
  }

  /// A theme that the command line names must be there; one of the settings is passed over with a note.
  private static func index(of display: DisplayOptions, in library: ThemeLibrary) throws -> Int {
    if let name = display.theme {
      guard let index = library.index(named: name) else {
        throw CommandFailure(library.absence(of: name))
      }
      return index
    }
    guard let preferred = display.preferredTheme else { return 0 }
    if let index = library.index(named: preferred.name) { return index }
    Console.writeMessage("lnn-top: note: \(preferred.source): \(library.absence(of: preferred.name))")
    return 0
  }
}

extension ThemeLibrary {
  /// The message for the name of a theme that does not exist.
  func absence(of name: String) -> String {
    let nearest = EditDistance.nearest(to: name, among: themes.map(\.slug))
    return "there is no theme named \(quotedForMessage(name))"
      + (nearest.map { " (did you mean \($0)?)" } ?? "; there are "
        + themes.map(\.slug).joined(separator: ", "))
  }
}
