/// The direction in which a rectangle is divided.
public enum Axis: Sendable, Hashable {
  /// Parts side by side.
  case horizontal
  /// Parts on top of one another.
  case vertical
}
