/// A named value of a status line.
public struct StatusField: Sendable, Hashable {
  public var label: String
  public var value: String
  public var style: Style
  /// Where there is too little room, fields with the largest number go first.
  public var priority: Int

  public init(_ label: String, _ value: String, style: Style = Style(.value), priority: Int) {
    self.label = label
    self.value = value
    self.style = style
    self.priority = priority
  }

  /// The columns the field takes.
  public var width: Int {
    DisplayWidth.of(value) + (label.isEmpty ? 0 : DisplayWidth.of(label) + 1)
  }
}
