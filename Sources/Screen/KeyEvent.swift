/// What a person did at the keyboard, free of any terminal's encoding.
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
