/// A value as the intensity of a colour: what a cell of a heat map shows where the terminal has colours enough.
///
/// Elsewhere the cell's character tells the intensity by its shade, so a heat map is also readable as plain text. A cell
/// may show two values, one above the other; its character then stands for the larger one.
public struct Heat: Sendable, Hashable {
  /// A colour between the background and a role's colour.
  public struct Tone: Sendable, Hashable {
    public var role: Role
    /// 0 is the background, `levels` the full colour.
    public var level: UInt8

    public init(_ role: Role, level: Int) {
      self.role = role
      self.level = UInt8(min(max(0, level), Heat.levels))
    }
  }

  /// Few enough to keep what is sent to the terminal small, enough for a smooth picture.
  public static let levels = 8

  public var upper: Tone
  public var lower: Tone
  /// True where the character is text on the colour rather than a shade that stands for it.
  public var isTextShown: Bool

  public init(_ tone: Tone, isTextShown: Bool = false) {
    upper = tone
    lower = tone
    self.isTextShown = isTextShown
  }

  /// Two values, one above the other.
  public init(upper: Tone, lower: Tone) {
    self.upper = upper
    self.lower = lower
    isTextShown = false
  }

  /// The stronger tone of the two.
  var stronger: Tone { lower.level > upper.level ? lower : upper }
}
