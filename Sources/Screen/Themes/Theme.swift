/// A colour scheme in the base16 format: sixteen colours, one a role.
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

  public init(slug: String, name: String, author: String, variant: Variant, palette: [Color]) {
    precondition(palette.count == Role.allCases.count, "a palette has sixteen colours, not \(palette.count)")
    self.slug = slug
    self.name = name
    self.author = author
    self.variant = variant
    self.palette = palette
  }

  public func color(of role: Role) -> Color { palette[role.rawValue] }
}
