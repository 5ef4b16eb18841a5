extension KeyEvent: ExpressibleByExtendedGraphemeClusterLiteral {
  /// A character key, so that tables can write `"q"`.
  public init(extendedGraphemeClusterLiteral value: Character) {
    self = .character(value)
  }
}
