import Foundation
import Screen
import Testing

@Suite struct OwnThemesTests {
  static let library = ThemeLibrary(directories: [
    ThemeLibraryTests.root.appendingPathComponent("themes").path
  ])

  @Test
  func allFilesAreRead() {
    #expect(Self.library.warnings.isEmpty, "\(Self.library.warnings)")
    let slugs = Self.library.themes.map(\.slug)
    #expect(
      slugs == [
        "dark", "color-blind", "color-blind-light", "ember", "fen", "glacier", "high-contrast",
        "high-contrast-light", "light", "midnight", "monochrome", "parchment",
      ])
    #expect(Self.library.themes.first == .builtIn)
  }

  @Test(arguments: library.themes)
  func everyRoleCanBeReadOnTheBackgroundAlsoIn256Colours(theme: Theme) {
    let text = Role.allCases.filter { ![.background, .statusBar, .selection].contains($0) }
    let background = theme.color(of: .background)
    let quantisedBackground = XtermPalette.color(at: XtermPalette.nearest(to: background))
    for role in text {
      let color = theme.color(of: role)
      let quantised = XtermPalette.color(at: XtermPalette.nearest(to: color))
      #expect(color.contrast(with: background) >= 4.5, "\(theme.slug) \(role)")
      #expect(quantised.contrast(with: quantisedBackground) >= 4.5, "\(theme.slug) \(role) in 256 colours")
    }
    #expect(!theme.author.isEmpty)
  }

  @Test(arguments: library.themes)
  func textCanBeReadOnBarsAndTheSelectedRow(theme: Theme) {
    for bar in [Role.statusBar, .selection] {
      for role in [Role.label, .value, .title, .bright] {
        let contrast = theme.color(of: role).contrast(with: theme.color(of: bar))
        #expect(contrast >= 4.5, "\(theme.slug): \(role) on \(bar)")
      }
      // Coloured words there are bold, for which WCAG asks 3.
      for role in [Role.error, .perturbed, .paused, .validation, .timeConstant, .focus, .comparison, .stale] {
        let contrast = theme.color(of: role).contrast(with: theme.color(of: bar))
        #expect(contrast >= 3, "\(theme.slug): \(role) on \(bar)")
      }
    }
  }

  @Test(arguments: library.themes)
  func rolesThatMeetInAChartDiffer(theme: Theme) {
    let roles: [Role] = [.error, .perturbed, .paused, .validation, .timeConstant, .focus, .comparison]
    for (index, role) in roles.enumerated() {
      for other in roles[(index + 1)...] {
        let distance = theme.color(of: role).distance(to: theme.color(of: other))
        #expect(distance >= 0.03, "\(theme.slug): \(role) and \(other)")
      }
    }
  }

  @Test
  func namesAreUniqueAndThemesInPairsAreDarkAndLight() {
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

  @Test(arguments: ["high-contrast", "high-contrast-light"])
  func highContrastMeansSevenForText(slug: String) throws {
    let theme = try #require(Self.library.themes.first { $0.slug == slug })
    for role in Role.allCases where ![.background, .statusBar, .selection, .axis].contains(role) {
      #expect(theme.color(of: role).contrast(with: theme.color(of: .background)) >= 7, "\(role)")
    }
  }

  @Test(arguments: ["color-blind", "color-blind-light"])
  func colourBlindThemesStayDistinctWithoutRedOrGreenCones(slug: String) throws {
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

/// How a person without one kind of cone sees a colour.
///
/// Source: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A physiologically-based model for simulation of color
/// vision deficiency", 2009, severity 1; the matrices act on linear sRGB.
struct ColorVision {
  let rows: [[Double]]

  static let protanopia = ColorVision(rows: [
    [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
  ])
  static let deuteranopia = ColorVision(rows: [
    [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
  ])

  func seen(_ color: Theme.Color) -> Theme.Color {
    let linear = [color.red, color.green, color.blue].map { component in
      let value = Double(component) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let seen = rows.map { row -> UInt8 in
      let value = min(1, max(0, zip(row, linear).map { $0 * $1 }.reduce(0, +)))
      let encoded = value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
      return UInt8((255 * encoded).rounded())
    }
    return Theme.Color(red: seen[0], green: seen[1], blue: seen[2])
  }
}
