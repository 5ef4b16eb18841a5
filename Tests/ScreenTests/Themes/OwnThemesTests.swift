import Screen
import Testing

@Suite("The themes that come with the program")
struct OwnThemesTests {
  static let library = ThemeLibrary(directories: [
    ThemeLibraryTests.root.appendingPathComponent("themes").path
  ])

  @Test("All files are read")
  func read() {
    #expect(Self.library.warnings.isEmpty, "\(Self.library.warnings)")
    let slugs = Self.library.themes.map(\.slug)
    #expect(
      slugs == [
        "dark", "color-blind", "color-blind-light", "ember", "fen", "glacier", "high-contrast",
        "high-contrast-light", "light", "midnight", "monochrome", "parchment",
      ])
    #expect(Self.library.themes.first == .builtIn)
  }

  @Test("Text can be read on the background (WCAG AA), also in 256 colours", arguments: library.themes)
  func contrast(theme: Theme) {
    let text: [Role] = [
      .label, .value, .title, .bright, .error, .perturbed, .paused, .validation, .timeConstant, .focus,
      .comparison,
      .stale,
    ]
    let background = theme.color(of: .background)
    let quantisedBackground = XtermPalette.color(at: XtermPalette.nearest(to: background))
    for role in text {
      let color = theme.color(of: role)
      let quantised = XtermPalette.color(at: XtermPalette.nearest(to: color))
      #expect(color.contrast(with: background) >= 4.5, "\(theme.slug) \(role)")
      #expect(quantised.contrast(with: quantisedBackground) >= 4.5, "\(theme.slug) \(role) in 256 colours")
    }
    #expect(theme.color(of: .axis).contrast(with: background) >= 3, "\(theme.slug) axis")
    #expect(!theme.author.isEmpty)
  }

  @Test("Text can be read on the bars", arguments: library.themes)
  func bars(theme: Theme) {
    for bar in [Role.statusBar, .selection] {
      for role in [Role.label, .value, .title, .bright] {
        let contrast = theme.color(of: role).contrast(with: theme.color(of: bar))
        #expect(contrast >= 4.5, "\(theme.slug): \(role) on \(bar)")
      }
    }
  }

  @Test("Roles that meet in a chart differ", arguments: library.themes)
  func distinct(theme: Theme) {
    let roles: [Role] = [.error, .perturbed, .paused, .validation, .timeConstant, .focus, .comparison]
    for (index, role) in roles.enumerated() {
      for other in roles[(index + 1)...] {
        let distance = theme.color(of: role).distance(to: theme.color(of: other))
        #expect(distance >= 0.03, "\(theme.slug): \(role) and \(other)")
      }
    }
  }

  @Test("Names are unique, and there is light and dark of what needs both")
  func variants() {
    let names = Self.library.themes.map(\.name)
    #expect(Set(names).count == names.count)
    for pair in [
      ("color-blind", "color-blind-light"), ("high-contrast", "high-contrast-light"), ("dark", "light"),
    ] {
      let variants = [pair.0, pair.1].compactMap { slug in
        Self.library.themes.first { $0.slug == slug }?.variant
      }
      #expect(variants == [.dark, .light])
    }
  }

  @Test("High contrast is WCAG AAA: 7 for text", arguments: ["high-contrast", "high-contrast-light"])
  func highContrast(slug: String) throws {
    let theme = try #require(Self.library.themes.first { $0.slug == slug })
    for role in Role.allCases where ![.background, .statusBar, .selection, .axis].contains(role) {
      #expect(theme.color(of: role).contrast(with: theme.color(of: .background)) >= 7, "\(role)")
    }
  }

  @Test(
    "The colour-blind themes stay distinct where red or green cones are missing",
    arguments: ["color-blind", "color-blind-light"])
  func colorBlind(slug: String) throws {
    let theme = try #require(Self.library.themes.first { $0.slug == slug })
    let roles: [Role] = [.error, .perturbed, .paused, .validation, .timeConstant, .focus, .comparison]
    for (name, vision) in [("protanopia", ColorVision.protanopia), ("deuteranopia", .deuteranopia)] {
      for (index, role) in roles.enumerated() {
        for other in roles[(index + 1)...] {
          let distance = vision.seen(theme.color(of: role)).distance(to: vision.seen(theme.color(of: other)))
          #expect(distance >= 0.05, "\(slug), \(name): \(role) and \(other)")
        }
      }
    }
  }
}
