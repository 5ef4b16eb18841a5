import Screen
import Testing

@Suite struct ColorTests {
  @Test
  func hexadecimalColoursAreReadAndWrittenBack() {
    for text in ["000000", "ffffff", "0a0B0c", "#123456"] {
      let plain = text.replacing("#", with: "").lowercased()
      #expect(Theme.Color(hex: text)?.hex == plain)
    }
    for text in ["", "#", "12345", "1234567", "+12345", "12345g", "##12345", "１２３４５６", "0x1234"] {
      #expect(Theme.Color(hex: text) == nil, "\(text)")
    }
  }

  @Test
  func contrastAgreesWithTheExamplesOfWCAG() {
    let black = Theme.Color(packed: 0)
    let white = Theme.Color(packed: 0xFFFFFF)
    #expect(abs(black.contrast(with: white) - 21) < 1e-9)
    #expect(abs(white.contrast(with: Theme.Color(packed: 0x777777)) - 4.48) < 0.01)
    #expect(white.contrast(with: white) == 1)
  }

  @Test
  func everyFixedPaletteColourIsItsOwnNearestMatch() {
    for index in XtermPalette.indices {
      let color = XtermPalette.color(at: index)
      #expect(XtermPalette.color(at: XtermPalette.nearest(to: color)) == color, "\(index)")
    }
    #expect(XtermPalette.color(at: 16).hex == "000000")
    #expect(XtermPalette.color(at: 208).hex == "ff8700")
    #expect(XtermPalette.color(at: 255).hex == "eeeeee")
    #expect(XtermPalette.nearest(to: Theme.Color(packed: 0xFE8800)) == 208)
  }

  @Test(arguments: [
    (-1, ColorMode.mono), (0, .mono), (8, .ansi8), (16, .ansi16), (88, .ansi16), (256, .palette256),
  ])
  func theNumberOfColoursGivesTheMode(count: Int, mode: ColorMode) {
    #expect(ColorMode(terminfoColors: count) == mode)
    #expect(ColorMode(terminfoColors: 0x1000000) == .direct)
  }

  @Test
  func theEnvironmentRefusesColourOrAnnouncesDirectColour() {
    #expect(ColorMode.isColorRefused(environment: ["NO_COLOR": "1"]))
    #expect(!ColorMode.isColorRefused(environment: ["NO_COLOR": ""]))
    #expect(!ColorMode.isColorRefused(environment: [:]))
    #expect(ColorMode.isDirectColorAnnounced(environment: ["COLORTERM": "truecolor"]))
    #expect(!ColorMode.isDirectColorAnnounced(environment: ["COLORTERM": "yes"]))
  }

  @Test
  func theBackgroundIsPaintedWhereTheTerminalsOwnWouldBeUnreadable() {
    let dark = Theme.builtIn
    var light = dark
    light.variant = .light
    #expect(!dark.needsBackground(environment: [:]))
    #expect(light.needsBackground(environment: [:]))
    #expect(dark.needsBackground(environment: ["COLORFGBG": "0;15"]))
    #expect(!light.needsBackground(environment: ["COLORFGBG": "0;default;15"]))
  }
}
