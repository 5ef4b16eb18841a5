/// What a person did with the mouse, in cells of the screen from 0; free of any terminal's encoding.
public struct MouseEvent: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// The left button went down.
    case press
    /// The pointer moved with the left button down.
    case drag
    case release
    case wheelUp
    case wheelDown
  }

  public var kind: Kind
  public var x: Int
  public var y: Int

  public init(_ kind: Kind, x: Int, y: Int) {
    self.kind = kind
    self.x = x
    self.y = y
  }
}
