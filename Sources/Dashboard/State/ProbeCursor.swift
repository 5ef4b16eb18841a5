/// The moment of the probe at which values are read.
public struct ProbeCursor: Sendable, Hashable {
  /// A step of the probe, counted from 0; nil: the end. A probe that is shorter is read at its end.
  public internal(set) var step: Int?
}
