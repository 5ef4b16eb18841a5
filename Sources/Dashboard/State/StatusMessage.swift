/// A line for the person that goes away by itself.
public struct StatusMessage: Sendable, Hashable {
  public var text: String
  /// True where something could not be done.
  public var isWarning: Bool
  /// Monotonic seconds, on the clock of `Action.tick`.
  public var expiresAt: Double
}
