import Screen

/// How the runs that are drawn over the present one are told apart: by stroke, and where there is colour by role.
enum OverlayStyle {
  private static let strokes: [Stroke] = [.dashDotted, .dotted, .sparse, .solid]
  private static let roles: [Role] = [.comparison, .perturbed, .timeConstant, .stale]

  static func stroke(_ index: Int) -> Stroke { strokes[index % strokes.count] }
  static func style(_ index: Int) -> Style { Style(roles[index % roles.count]) }
}
