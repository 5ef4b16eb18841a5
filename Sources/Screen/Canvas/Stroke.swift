/// How a line is drawn, so that lines differ where there is no colour.
public enum Stroke: Sendable, Hashable {
  case solid
  /// Four dots on, two off.
  case dashed
  /// Every second dot.
  case dotted

  /// Whether the dot at this distance along the line is drawn.
  func draws(_ x: Int, _ y: Int) -> Bool {
    switch self {
    case .solid: true
    case .dashed: (x + y) % 6 < 4
    case .dotted: (x + y) % 2 == 0
    }
  }
}
