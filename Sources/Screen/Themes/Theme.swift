/// A colour scheme in the base16 or base24 format: sixteen colours, one per role, and with base24 brighter ones.
public struct Theme: Sendable, Hashable {
  public enum Variant: String, Sendable, Hashable {
    case dark
    case light
  }

  /// The file's name without its ending, by which `--theme` finds it.
  public var slug: String
  public var name: String
  public var author: String
  public var variant: Variant
  /// base00 to base0F.
  public var palette: [Color]
  /// base10 to base17 of a base24 scheme: two darker backgrounds, then bright red, yellow, green, cyan, blue and
  /// magenta. Empty with base16.
  public var extendedPalette: [Color]

  public init(
    slug: String, name: String, author: String, variant: Variant, palette: [Color],
    extendedPalette: [Color] = []
  ) {
    precondition(palette.count == Role.allCases.count, "a palette has sixteen colours, not \(palette.count)")
    precondition(
      extendedPalette.isEmpty || extendedPalette.count == Self.extendedCount,
      "base24 adds eight colours, not \(extendedPalette.count)")
    self.slug = slug
    self.name = name
    self.author = author
    self.variant = variant
    self.palette = palette
    self.extendedPalette = extendedPalette
  }

  static let extendedCount = 8

  public func color(of role: Role) -> Color { palette[role.rawValue] }

  /// The colour of bold text: with base24 the bright variant of the role's colour, as in terminals.
  public func boldColor(of role: Role) -> Color {
    guard !extendedPalette.isEmpty, let slot = role.brightSlot else { return color(of: role) }
    return extendedPalette[slot - 0x10]
  }
}

extension Role {
  /// The base24 slot that is a brighter base08 to base0E; nil for roles without one.
  fileprivate var brightSlot: Int? {
    switch self {
    case .error: 0x12
    case .paused: 0x13
    case .validation: 0x14
    case .timeConstant: 0x15
    case .focus: 0x16
    case .comparison: 0x17
    case .background, .statusBar, .selection, .axis, .label, .value, .title, .bright, .perturbed, .stale: nil
    }
  }
}

extension Theme {
  /// The default theme, the same as `themes/dark.yaml`: compiled in, so that the program works wherever it is moved.
  public static let builtIn = Theme(
    slug: "dark", name: "Current", author: "lnn-top", variant: .dark,
    palette: [
      0x0e141c, 0x1c252f, 0x253447, 0x777f89, 0x9ba3ae, 0xc4cdd8, 0xd5dee9, 0xe3ecf7,
      0xf66c69, 0xf69643, 0xe1c841, 0x5ccd82, 0x4fcdce, 0x5caaf1, 0xcc85e2, 0xa3856d,
    ].map { Color(packed: $0) })

  /// Whether the theme's background should be painted over the terminal's own: a light theme's dark text cannot be
  /// read on a dark terminal, nor a dark theme's on a light one.
  ///
  /// Some terminals (rxvt, Konsole and others) say what they are in COLORFGBG; the rest are taken to be dark.
  public func needsBackground(environment: [String: String]) -> Bool {
    let index = (environment["COLORFGBG"] ?? "").split(separator: ";").last.flatMap { Int($0) }
    let terminal: Variant = index == 7 || index == 15 ? .light : .dark
    return terminal != variant
  }
}
