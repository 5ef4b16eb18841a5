import Screen
import Testing

@Suite struct ColorResolverTests {
  static func resolver(_ mode: ColorMode, paint: Bool = false) -> ColorResolver {
    ColorResolver(theme: .builtIn, mode: mode, paintsBackground: paint)
  }

  @Test(arguments: ColorMode.allCases)
  func theScreensBackgroundIsTheTerminalsOwnUnlessItIsPainted(mode: ColorMode) {
    for role in Role.allCases {
      #expect(Self.resolver(mode).resolve(Style(role)).background == -1)
    }
    let painted = Self.resolver(mode, paint: true).resolve(Style()).background
    #expect((painted == -1) == (mode < .palette256))
  }

  @Test
  func everyColourIsAFixedOneOf256OrTheThemesOwn() {
    for role in Role.allCases {
      #expect(XtermPalette.indices.contains(Self.resolver(.palette256).resolve(Style(role)).foreground))
      let direct = Self.resolver(.direct).resolve(Style(role)).foreground
      #expect(direct == Int(Theme.builtIn.color(of: role).packed))
    }
  }

  @Test
  func directColourAvoidsTheEightPaletteEntriesOfTerminfo() {
    var theme = Theme.builtIn
    theme.palette[0] = Theme.Color(packed: 3)
    let resolver = ColorResolver(theme: theme, mode: .direct, paintsBackground: true)
    #expect(resolver.resolve(Style()).background == 8)
  }

  @Test
  func fewColoursStayWithinTheTerminalsNumber() {
    for role in Role.allCases {
      #expect((-1...7).contains(Self.resolver(.ansi8).resolve(Style(role)).foreground))
      #expect((-1...15).contains(Self.resolver(.ansi16).resolve(Style(role)).foreground))
      #expect(Self.resolver(.mono).resolve(Style(role)).foreground == -1)
    }
  }

  @Test(arguments: [ColorMode.ansi8, .ansi16])
  func rolesThatMustBeToldApartLookDifferentWithFewColours(mode: ColorMode) {
    let roles: [Role] = [
      .value, .title, .axis, .error, .perturbed, .paused, .validation, .timeConstant, .focus, .comparison,
      .stale,
    ]
    let looks = Set(roles.map { Self.resolver(mode).resolve(Style($0)) })
    #expect(looks.count == roles.count)
  }

  @Test
  func importantRolesStandOutWithoutColour() {
    let plain = Self.resolver(.mono).resolve(Style(.value))
    for role in [Role.error, .perturbed, .focus, .paused, .axis, .stale, .title] {
      #expect(Self.resolver(.mono).resolve(Style(role)) != plain, "\(role)")
    }
  }

  @Test
  func barsAreReversedWhereThereAreNoColoursForThem() {
    for mode in [ColorMode.mono, .ansi8, .ansi16] {
      let bar = Self.resolver(mode).resolve(Style(.value, on: .selection))
      #expect(bar.attributes == [.reversed])
      let reversed = Self.resolver(mode).resolve(Style(.value, on: .selection, reversed: true))
      #expect(reversed.attributes.isEmpty)
    }
  }

  @Test(arguments: ColorMode.allCases)
  func attributesOfTheStyleSurviveInEveryMode(mode: ColorMode) {
    let style = Style(.value, bold: true, dim: true, reversed: true, underlined: true)
    #expect(Self.resolver(mode).resolve(style).attributes == [.bold, .dim, .reversed, .underlined])
  }
}
