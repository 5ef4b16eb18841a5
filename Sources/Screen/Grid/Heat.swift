/// A value as the intensity of a colour: how a cell of a heat map looks on a terminal with enough colours.
///
/// Elsewhere the cell's character shows the intensity by its shade, so a heat map can also be read as plain text. A cell
/// may show two values, one above the other; its character then shows the larger one.
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

  /// Enough for a smooth picture, few enough to keep the output to the terminal small.
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

/// Maps values to the tones and shades of a heat map.
public struct HeatScale: Sendable, Hashable {
  private enum Kind: Hashable {
    case diverging(limit: Double)
    case sequential(ValueScale)
  }

  private let kind: Kind
  private let positive: Role
  private let negative: Role

  /// Centred on 0, full at `limit` and beyond. With a limit that is not positive and finite every value counts as 0.
  public static func diverging(limit: Double, positive: Role, negative: Role) -> HeatScale {
    HeatScale(kind: .diverging(limit: limit), positive: positive, negative: negative)
  }

  /// From nothing at the lower end of a scale to full at its upper end.
  public static func sequential(_ scale: ValueScale, role: Role) -> HeatScale {
    HeatScale(kind: .sequential(scale), positive: role, negative: role)
  }

  /// The cell for a value: shade and tone, `?` for NaN.
  public func cell(for value: Double, glyphs: GlyphSet) -> Grid.Cell {
    guard let shade = shade(of: value) else { return Self.missing }
    return Grid.Cell(shade.character(glyphs), style: Style(shade.tone.role, heat: Heat(shade.tone)))
  }

  /// The cell for two values, one above the other; NaN means there is no value.
  public func cell(upper: Double, lower: Double, glyphs: GlyphSet) -> Grid.Cell {
    let (top, bottom) = (shade(of: upper), shade(of: lower))
    guard let first = top ?? bottom else { return Self.missing }
    let stronger = (bottom?.tone.level ?? 0) > first.tone.level ? bottom ?? first : first
    let nothing = Heat.Tone(positive, level: 0)
    return Grid.Cell(
      stronger.character(glyphs),
      style: Style(
        stronger.tone.role, heat: Heat(upper: top?.tone ?? nothing, lower: bottom?.tone ?? nothing)))
  }

  /// The tone of a value; nil for NaN.
  public func tone(for value: Double) -> Heat.Tone? { shade(of: value)?.tone }

  /// A value as a pixel; what is NaN stands out in the colour of errors.
  public func pixel(for value: Double) -> PixelImage.Tone {
    guard let fraction = fraction(of: value) else { return PixelImage.Tone(.error) }
    let level = Int((fraction.magnitude * Double(PixelImage.levels)).rounded())
    return PixelImage.Tone(fraction < 0 ? negative : positive, level: level)
  }

  /// The scale as a strip of cells from its lowest to its highest value.
  public func legend(glyphs: GlyphSet) -> [TextRun] {
    let levels = [2, 4, 6, 8]
    func run(_ level: Int, _ isNegative: Bool) -> TextRun {
      let tone = Heat.Tone(isNegative ? negative : positive, level: level)
      let character = Shade(tone: tone, isNegative: isNegative).character(glyphs)
      return TextRun(String(character), Style(tone.role, heat: Heat(tone)))
    }
    switch kind {
    case .diverging:
      return levels.reversed().map { run($0, true) } + [TextRun("0", .label)] + levels.map { run($0, false) }
    case .sequential: return ([0] + levels).map { run($0, false) }
    }
  }

  private static let missing = Grid.Cell("?", style: Style(.error, bold: true))

  private struct Shade {
    var tone: Heat.Tone
    var isNegative: Bool

    func character(_ glyphs: GlyphSet) -> Character {
      glyphs.shade((Int(tone.level) + 1) / 2, isNegative: isNegative)
    }
  }

  /// -1 to 1; nil for NaN.
  private func fraction(of value: Double) -> Double? {
    switch kind {
    case .diverging(let limit):
      guard !value.isNaN else { return nil }
      return limit > 0 && limit.isFinite ? min(max(value / limit, -1), 1) : 0
    case .sequential(let scale): return scale.fraction(of: value).map { min(max($0, 0), 1) }
    }
  }

  private func shade(of value: Double) -> Shade? {
    guard let fraction = fraction(of: value) else { return nil }
    let level = Int((fraction.magnitude * Double(Heat.levels)).rounded())
    let isNegative = fraction < 0
    return Shade(tone: Heat.Tone(isNegative ? negative : positive, level: level), isNegative: isNegative)
  }
}
