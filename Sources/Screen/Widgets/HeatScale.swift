/// Maps values to the tones and shades of a heat map.
public struct HeatScale: Sendable, Hashable {
  private enum Kind: Hashable {
    case diverging(limit: Double)
    case sequential(ValueScale)
  }

  private let kind: Kind
  private let positive: Role
  private let negative: Role

  /// Both ways from 0, full at `limit` and beyond. A limit that is not positive and finite makes everything 0.
  public static func diverging(limit: Double, positive: Role, negative: Role) -> HeatScale {
    HeatScale(kind: .diverging(limit: limit), positive: positive, negative: negative)
  }

  /// From the lower end of a scale, nothing, to the upper one.
  public static func sequential(_ scale: ValueScale, role: Role) -> HeatScale {
    HeatScale(kind: .sequential(scale), positive: role, negative: role)
  }

  /// The cell for a value: shade and tone, `?` for NaN.
  public func cell(for value: Double, glyphs: GlyphSet) -> Grid.Cell {
    guard let shade = shade(of: value) else { return Self.missing }
    return Grid.Cell(shade.character(glyphs), style: Style(shade.tone.role, heat: Heat(shade.tone)))
  }

  /// The cell for two values, one above the other; NaN for no value at all.
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

  private func shade(of value: Double) -> Shade? {
    let fraction: Double
    switch kind {
    case .diverging(let limit):
      guard !value.isNaN else { return nil }
      fraction = limit > 0 && limit.isFinite ? min(max(value / limit, -1), 1) : 0
    case .sequential(let scale):
      guard let place = scale.fraction(of: value) else { return nil }
      fraction = min(max(place, 0), 1)
    }
    let level = Int((fraction.magnitude * Double(Heat.levels)).rounded())
    let isNegative = fraction < 0
    return Shade(tone: Heat.Tone(isNegative ? negative : positive, level: level), isNegative: isNegative)
  }
}

extension GlyphSet {
  /// A character of intensity 0 to 4; what is below zero is hatched, what is above dotted, so that they differ
  /// where there is no colour.
  func shade(_ intensity: Int, isNegative: Bool) -> Character {
    let shades =
      self == .ascii
      ? (isNegative ? Self.asciiHatches : Self.asciiShades) : isNegative ? Self.hatches : Self.shades
    return shades[min(max(0, intensity), shades.count - 1)]
  }

  private static let shades: [Character] = Array(" ░▒▓█")
  private static let hatches: [Character] = Array(" ·-=≡")
  private static let asciiShades: [Character] = Array(" .+*#")
  private static let asciiHatches: [Character] = Array(" ,-=%")
}
