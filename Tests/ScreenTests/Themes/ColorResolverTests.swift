import Screen
import Testing

@Suite("Styles on a terminal")
struct ColorResolverTests {
  static func resolver(_ mode: ColorMode, paint: Bool = false) -> ColorResolver {
    ColorResolver(theme: .builtIn, mode: mode, paintsBackground: paint)
  }

  @Test("The screen's background is the terminal's own unless it is painted", arguments: ColorMode.allCases)
  func background(mode: ColorMode) {
    for role in Role.allCases {
      #expect(Self.resolver(mode).resolve(Style(role)).background == -1)
    }
    let painted = Self.resolver(mode, paint: true).resolve(Style()).background
    #expect((painted == -1) == (mode < .palette256))
  }

  @Test("With 256 colours every colour is a fixed one, with direct colour the theme's own")
  func themed() {
    for role in Role.allCases {
      #expect(XtermPalette.indices.contains(Self.resolver(.palette256).resolve(Style(role)).foreground))
      let direct = Self.resolver(.direct).resolve(Style(role)).foreground
      #expect(direct == Int(Theme.builtIn.color(of: role).packed))
    }
  }

  @Test("Direct colour never names one of the eight palette entries that terminfo keeps")
  func directBlack() {
    var theme = Theme.builtIn
    theme.palette[0] = Theme.Color(packed: 3)
    let resolver = ColorResolver(theme: theme, mode: .direct, paintsBackground: true)
    #expect(resolver.resolve(Style()).background == 8)
  }

  @Test("Few colours stay within the terminal's number")
  func few() {
    for role in Role.allCases {
      #expect((-1...7).contains(Self.resolver(.ansi8).resolve(Style(role)).foreground))
      #expect((-1...15).contains(Self.resolver(.ansi16).resolve(Style(role)).foreground))
      #expect(Self.resolver(.mono).resolve(Style(role)).foreground == -1)
    }
  }

  @Test(
    "Roles that must be told apart look different with few colours", arguments: [ColorMode.ansi8, .ansi16])
  func distinct(mode: ColorMode) {
    let roles: [Role] = [
      .value, .title, .axis, .error, .perturbed, .paused, .validation, .timeConstant, .focus, .comparison,
      .stale,
    ]
    let looks = Set(roles.map { Self.resolver(mode).resolve(Style($0)) })
    #expect(looks.count == roles.count)
  }

  @Test("Without colour errors, perturbed, focused and disabled things still stand out")
  func monochrome() {
    let plain = Self.resolver(.mono).resolve(Style(.value))
    for role in [Role.error, .perturbed, .focus, .paused, .axis, .stale, .title] {
      #expect(Self.resolver(.mono).resolve(Style(role)) != plain, "\(role)")
    }
  }

  @Test("Bars are reversed where there are no colours for them, and reversed text stands out of a bar")
  func bars() {
    for mode in [ColorMode.mono, .ansi8, .ansi16] {
      let bar = Self.resolver(mode).resolve(Style(.value, on: .selection))
      #expect(bar.attributes == [.reversed])
      let reversed = Self.resolver(mode).resolve(Style(.value, on: .selection, reversed: true))
      #expect(reversed.attributes.isEmpty)
    }
  }

  @Test("Attributes of the style survive in every mode", arguments: ColorMode.allCases)
  func attributes(mode: ColorMode) {
    let style = Style(.value, bold: true, dim: true, reversed: true, underlined: true)
    #expect(Self.resolver(mode).resolve(style).attributes == [.bold, .dim, .reversed, .underlined])
  }
}
