/// A key press, independent of any terminal's encoding.
public enum KeyEvent: Sendable, Hashable {
  /// A printable character, as typed (`Q` is shift-q).
  case character(Character)
  /// Control and a letter, given in lower case.
  case control(Character)
  case enter
  case escape
  case tab
  case backTab
  case backspace
  case up
  case down
  case left
  case right
  case shiftLeft
  case shiftRight
  case home
  case end
  case pageUp
  case pageDown
  case insert
  case delete
  case function(Int)
}

extension KeyEvent: ExpressibleByExtendedGraphemeClusterLiteral {
  /// A character key, so that tables can write `"q"`.
  public init(extendedGraphemeClusterLiteral value: Character) {
    self = .character(value)
  }
}

/// A mouse action, in cells of the screen from 0, independent of any terminal's encoding.
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
