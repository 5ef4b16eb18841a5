/// A colour scheme in the base16 or base24 format: sixteen colours, one a role, and with base24 brighter ones.
public struct Theme: Sendable, Hashable {
  /// An sRGB colour.
  public struct Color: Sendable, Hashable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8) {
      self.red = red
      self.green = green
      self.blue = blue
    }
  }

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

  /// The colour of bold text: with base24 the bright relative of the role's colour, as terminals have it.
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
