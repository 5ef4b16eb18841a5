extension Theme.Color {
  /// The colour a share of the way to another, 0 to 1, along a straight line in Oklab: equal steps look equal.
  public func mixed(with other: Theme.Color, share: Double) -> Theme.Color {
    if share <= 0 { return self }
    if share >= 1 { return other }
    return Theme.Color(oklab: oklab + (other.oklab - oklab) * share)
  }
}
