import Screen
import Terminal
import Text

/// `lnn-top themes`: what the themes look like.
struct ThemesCommand: Command {
  let options: ThemesOptions

  /// One theme, as `--json` has it.
  private struct Line: Encodable {
    let slug: String
    let name: String
    let author: String
    let variant: String
    /// Nil for the built-in theme.
    let file: String?
    /// base00 to base0F, and base10 to base17 where the file has them.
    let palette: [String]
    /// Contrast with the background, a role.
    let contrast: [String: Double]
  }

  func run(in context: CommandContext) throws -> Int32 {
    let library = ThemeLibrary(directories: context.locations.themeDirectories)
    for warning in library.warnings { Console.writeMessage("lnn-top: note: \(warning)") }
    let themes = try chosen(from: library)
    if options.json {
      for theme in themes { try Console.writeResult(JSONText.line(line(theme, library))) }
      return ExitStatus.success
    }
    for (index, theme) in themes.enumerated() {
      if index > 0 { try Console.writeResult("") }
      let source = library.files[theme.slug] ?? "built in"
      try Console.writeResult("\(theme.slug): \(theme.name), \(theme.variant.rawValue), \(source)")
      let environment = context.locations.environment
      let sample = ThemeSample(
        theme: theme, glyphs: TerminalSession.suggestedGlyphs(environment: environment))
      try show(sample.swatch, of: theme, environment)
      if options.name != nil { try showDetails(sample, environment) }
    }
    return ExitStatus.success
  }

  private func chosen(from library: ThemeLibrary) throws -> [Theme] {
    guard let name = options.name else { return library.themes }
    guard let index = library.index(named: name) else { throw CommandFailure(library.absence(of: name)) }
    return [library.themes[index]]
  }

  private func showDetails(_ sample: ThemeSample, _ environment: [String: String]) throws {
    try Console.writeResult("")
    try show(sample.panel, of: sample.theme, environment)
    let roles = Role.allCases.filter { $0 != .background }
    var grid = Grid(size: Size(columns: 46, rows: roles.count))
    let background = sample.theme.color(of: .background)
    for (row, role) in roles.enumerated() {
      let color = sample.theme.color(of: role)
      let isBar = role == .statusBar || role == .selection
      let style = isBar ? Style(.value, on: role) : Style(role)
      grid.draw(
        "base0" + String(role.rawValue, radix: 16, uppercase: true), x: 0, y: row, style: Style(.label))
      grid.draw("\(role)", x: 8, y: row, width: 16, style: style)
      grid.draw("#" + color.hex, x: 26, y: row, style: Style(.label))
      grid.draw(
        NumberText.fixed(color.contrast(with: background), decimals: 1), x: 35, y: row, width: 7,
        style: Style(.label),
        alignment: .trailing)
    }
    try Console.writeResult("\nrole and contrast with the background #\(background.hex)")
    try show(grid, of: sample.theme, environment)
  }

  private func show(_ grid: Grid, of theme: Theme, _ environment: [String: String]) throws {
    let needsBackground = theme.needsBackground(environment: environment)
    let mode = TerminalSession.outputColors(asked: options.colors.mode, environment: environment)
    // Where there is no colour there is nothing to show but text.
    try Console.writeText(
      mode == .mono
        ? PlainTextExport.text(of: grid)
        : ANSIExport(theme: theme, mode: mode, paintsBackground: needsBackground).text(of: grid))
  }

  private func line(_ theme: Theme, _ library: ThemeLibrary) -> Line {
    let background = theme.color(of: .background)
    let contrasts = Role.allCases.filter { $0 != .background }.map { role in
      ("\(role)", (theme.color(of: role).contrast(with: background) * 100).rounded() / 100)
    }
    return Line(
      slug: theme.slug, name: theme.name, author: theme.author, variant: theme.variant.rawValue,
      file: library.files[theme.slug], palette: (theme.palette + theme.extendedPalette).map(\.hex),
      contrast: Dictionary(uniqueKeysWithValues: contrasts))
  }
}

/// Everything that `lnn-top themes` can be told.
public struct ThemesOptions: CommandOptions {
  /// The theme to look at; nil: all.
  public var name: String?
  /// One JSON object a line instead of a preview.
  public var json = false
  public var colors = ColorChoice.auto

  public init() {}

  package mutating func adopt(_ loaded: LoadedSettings) { colors = loaded.settings.colors }

  package static let table = CommandTable<ThemesOptions>(
    name: "themes",
    summary: "preview the colour themes",
    details: """
      Shows every theme: its name, its variant, where it comes from and a sample of each role in its colours; plain \
      text where stdout has no colours. With NAME, shows a sample panel and the contrast of each role.
      """,
    example: "lnn-top themes dark",
    positionals: [.optional("THEME", \.name, "the theme to look at")],
    groups: [
      OptionGroup(
        "Output",
        [
          .flag("json", \.json, "print one JSON object a line"),
          .value("color", \.colors, .choice(), "how many colours to use at most"),
        ])
    ])
}

/// What a theme looks like: a line with every role, and a panel as the dashboard has them.
private struct ThemeSample {
  let theme: Theme
  let glyphs: GlyphSet

  /// Sample text of each role that is text, in the role's style.
  static let words: [(Role, String)] = [
    (.label, "label"), (.value, "1.25"), (.title, "title"), (.bright, "bright"), (.error, "error"),
    (.perturbed, "perturbed"), (.paused, "paused"), (.validation, "validation"), (.timeConstant, "tau"),
    (.focus, "training"), (.comparison, "compared"), (.stale, "stale"), (.axis, "axis"),
  ]

  /// All roles in one line, the bars at its end.
  var swatch: Grid {
    var runs: [TextRun] = []
    for (role, word) in Self.words { runs += [TextRun(word, Style(role)), TextRun(" ", Style())] }
    runs += [
      TextRun(" bar ", Style(.value, on: .statusBar)), TextRun(" selected ", Style(.value, on: .selection)),
    ]
    var grid = Grid(size: Size(columns: runs.width, rows: 1))
    grid.draw(runs, x: 0, y: 0)
    return grid
  }

  /// A status line, a chart with two losses and a list with a selected row.
  var panel: Grid {
    var grid = Grid(size: Size(columns: 72, rows: 12))
    grid.fill(Rect(x: 0, y: 0, columns: 72, rows: 1), style: Style(.label, on: .statusBar))
    grid.draw(
      [
        TextRun(" TRAINING ", Style(.focus, on: .statusBar, bold: true)),
        TextRun(" step 1,024/4,000 ", Style(.value, on: .statusBar)),
        TextRun(" PAUSED ", Style(.paused, on: .statusBar, bold: true)),
        TextRun(" DIVERGED ", Style(.error, on: .statusBar, bold: true)),
      ], x: 0, y: 0)
    let chart = LineChart(
      series: [
        ChartSeries("training", style: Style(.focus), points: Self.loss { 1.2 / (1 + $0) }),
        ChartSeries(
          "validation", style: Style(.validation), stroke: .dashed, points: Self.loss { 1 / (1 + 0.6 * $0) }),
      ], xUnit: "step")
    let box = Panel("loss", trailing: chart.legend(glyphs: glyphs), isFocused: true)
    chart.draw(
      in: box.draw(in: Rect(x: 0, y: 1, columns: 44, rows: 11), on: &grid, glyphs: glyphs), on: &grid,
      glyphs: glyphs)
    drawList(on: &grid)
    return grid
  }

  private func drawList(on grid: inout Grid) {
    let inside = Panel("neurons").draw(
      in: Rect(x: 44, y: 1, columns: 28, rows: 11), on: &grid, glyphs: glyphs)
    let rows: [(String, Role, String)] = [
      ("state", .value, "-1.03"), ("time constant", .timeConstant, "0.0876"),
      ("perturbed", .perturbed, "0.5 sd"),
      ("compared", .comparison, "0.0119"), ("stale", .stale, "12 s ago"), ("selected", .value, "0.142"),
      ("axis", .axis, "0  1  2"),
    ]
    for (offset, row) in rows.enumerated() {
      let y = inside.y + offset
      let back: Role = row.0 == "selected" ? .selection : .background
      grid.fill(Rect(x: inside.x, y: y, columns: inside.columns, rows: 1), style: Style(.value, on: back))
      grid.draw(row.0, x: inside.x + 1, y: y, style: Style(.label, on: back))
      grid.draw(
        row.2, x: inside.x + 16, y: y, width: inside.columns - 17, style: Style(row.1, on: back),
        alignment: .trailing)
    }
  }

  private static func loss(_ value: (Double) -> Double) -> [ChartPoint] {
    (0..<60).map { ChartPoint(x: Double($0), y: value(Double($0) * 0.15) + 0.02 * Double($0 * 7 % 5)) }
  }
}
