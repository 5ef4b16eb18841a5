/// A heat map's colours in a picture: those of a terminal that has them all.
struct SVGHeat {
  let theme: Theme

  /// A class for each tone in use; what is nothing has the picture's own colour and needs none.
  func classes(of tones: Set<Heat.Tone>) -> String {
    tones.filter { $0.level > 0 }
      .sorted { ($0.role.rawValue, $0.level) < ($1.role.rawValue, $1.level) }
      .map { ".\(name(of: $0)){fill:#\(color(of: $0).hex)}" }.joined()
  }

  /// One rectangle, or where there are two values one above the other, in pixels.
  func rectangles(_ heat: Heat, x: Int, y: Int, width: Int, height: Int) -> String {
    func rectangle(_ tone: Heat.Tone, y: Int, height: Int) -> String {
      guard tone.level > 0 else { return "" }
      return "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\""
        + " class=\"\(name(of: tone))\"/>"
    }
    guard heat.upper != heat.lower else { return rectangle(heat.upper, y: y, height: height) }
    let half = height / 2
    return rectangle(heat.upper, y: y, height: half)
      + rectangle(heat.lower, y: y + half, height: height - half)
  }

  /// Text on a tone is dark or light, whichever can be read.
  func textClasses(_ heat: Heat) -> String {
    let tone = color(of: heat.upper)
    let (dark, light) = (theme.color(of: .background), theme.color(of: .bright))
    let role: Role = tone.contrast(with: dark) > tone.contrast(with: light) ? .background : .bright
    return "r\(role.rawValue) b"
  }

  private func name(of tone: Heat.Tone) -> String { "h\(tone.role.rawValue)-\(tone.level)" }

  private func color(of tone: Heat.Tone) -> Theme.Color {
    theme.color(of: .background).mixed(
      with: theme.color(of: tone.role), share: Double(tone.level) / Double(Heat.levels))
  }
}
