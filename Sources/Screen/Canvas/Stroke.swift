/// How a line is drawn, so that lines differ where there is no colour.
public enum Stroke: Sendable, Hashable, CaseIterable {
  case solid
  /// Four dots on, two off.
  case dashed
  /// Every second dot.
  case dotted
  /// Five dots on, two off, one on, two off.
  case dashDotted
  /// Three dots on, five off.
  case sparse

  /// Whether the dot at this place along the line is drawn.
  func draws(at position: Int) -> Bool {
    let position = abs(position)
    switch self {
    case .solid: return true
    case .dashed: return position % 6 < 4
    case .dotted: return position % 2 == 0
    case .dashDotted: return position % 10 < 5 || position % 10 == 7
    case .sparse: return position % 8 < 3
    }
  }

  /// A piece of the line for a legend.
  func sample(_ symbols: GlyphSet.Symbols) -> String {
    switch self {
    case .solid: symbols.solid
    case .dashed: symbols.dashed
    case .dotted: symbols.dotted
    case .dashDotted: symbols.dashDotted
    case .sparse: symbols.sparse
    }
  }
}
