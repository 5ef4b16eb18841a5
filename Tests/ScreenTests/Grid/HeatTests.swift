import Screen
import Testing

@Suite struct HeatTests {
  private let scale = HeatScale.diverging(limit: 1, positive: .focus, negative: .error)

  @Test
  func heatCellsShowSignAndStrengthByCharactersAlone() {
    for glyphs in GlyphSet.allCases {
      let values = stride(from: -1.0, through: 1, by: 0.25).map { $0 }
      let characters = values.map { scale.cell(for: $0, glyphs: glyphs).character }
      #expect(Set(characters).count == 9, "\(glyphs): \(characters)")
      #expect(characters[4] == " ")
      let isASCII = characters.allSatisfy { $0.isASCII }
      #expect(glyphs != .ascii || isASCII)
    }
  }

  @Test func heatCellsArePlainColoursWhereThereAreEnough() {
    for mode in [ColorMode.palette256, .direct] {
      let resolver = ColorResolver(theme: .builtIn, mode: mode)
      let colors = [-1, -0.5, 0.5, 1].map { value -> Int in
        let resolved = resolver.resolve(scale.cell(for: value, glyphs: .braille).style)
        #expect(resolved.foreground == resolved.background && resolved.character == nil)
        return resolved.background
      }
      #expect(Set(colors).count == 4, "\(mode): \(colors)")
    }
  }

  @Test
  func heatCellsWithTwoValuesAreHalfBlocks() {
    let resolver = ColorResolver(theme: .builtIn, mode: .direct)
    let both = resolver.resolve(scale.cell(upper: 1, lower: -1, glyphs: .braille).style)
    #expect(both.character == "▀" && both.foreground == 0x5CAAF1 && both.background == 0xF66C69)
    let lower = resolver.resolve(scale.cell(upper: 0, lower: -1, glyphs: .braille).style)
    #expect(lower.character == "▄" && lower.foreground == 0xF66C69 && lower.background == -1)
    let upper = resolver.resolve(scale.cell(upper: 1, lower: .nan, glyphs: .braille).style)
    #expect(upper.character == "▀" && upper.background == -1)
  }

  @Test
  func heatCellsKeepTheirCharactersWithFewColours() {
    for mode in [ColorMode.mono, .ansi8, .ansi16] {
      let resolver = ColorResolver(theme: .builtIn, mode: mode)
      let resolved = resolver.resolve(scale.cell(upper: 1, lower: -1, glyphs: .braille).style)
      #expect(resolved.character == nil && resolved.background == ResolvedStyle.terminalDefault)
      #expect(mode == .mono || resolved.foreground != ResolvedStyle.terminalDefault)
    }
  }

  @Test
  func heatCellsShowTextThatCanBeReadOnEveryTone() {
    let resolver = ColorResolver(theme: .builtIn, mode: .direct)
    for level in 0...Heat.levels {
      let style = Style(.bright, heat: Heat(.init(.focus, level: level), isTextShown: true))
      let resolved = resolver.resolve(style)
      let background = resolved.background < 0 ? 0x0E141C : resolved.background
      let contrast = Theme.Color(packed: UInt32(resolved.foreground))
        .contrast(with: Theme.Color(packed: UInt32(background)))
      #expect(contrast > 3, "level \(level): \(contrast)")
    }
  }

  @Test
  func heatCellsOfNaNAreQuestionMarks() {
    #expect(scale.cell(for: .nan, glyphs: .braille).character == "?")
    #expect(scale.cell(for: 99, glyphs: .braille) == scale.cell(for: 1, glyphs: .braille))
    let empty = HeatScale.diverging(limit: .nan, positive: .focus, negative: .error)
    #expect(empty.cell(for: 3, glyphs: .braille).character == " ")
  }

  @Test
  func mixingEndsAtTheColoursThatAreMixed() {
    let (a, b) = (Theme.Color(packed: 0x0E141C), Theme.Color(packed: 0xF66C69))
    #expect(a.mixed(with: b, share: 0) == a && a.mixed(with: b, share: 1) == b)
    let middle = a.mixed(with: b, share: 0.5)
    #expect(abs(middle.distance(to: a) - middle.distance(to: b)) < 0.01)
  }
}
