/// A piece of text in one style; a line is a list of them.
public struct TextRun: Sendable, Hashable {
  public var text: String
  public var style: Style

  public init(_ text: String, _ style: Style = Style()) {
    self.text = text
    self.style = style
  }

  public init(
    _ text: String, _ role: Role, bold: Bool = false, dim: Bool = false, reversed: Bool = false
  ) {
    self.text = text
    style = Style(role, bold: bold, dim: dim, reversed: reversed)
  }

  /// The columns this takes.
  public var width: Int { DisplayWidth.of(text) }
}

extension [TextRun] {
  /// The columns all runs take together.
  public var width: Int { reduce(0) { $0 + $1.width } }
}
