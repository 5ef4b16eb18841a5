/// Says when a stream of numbers, such as the errors of a network, is no longer what it was.
///
/// ```swift
/// var detector = ADWIN()
/// for error in errors where detector.update(error) { print("the stream has changed") }
/// ```
///
/// A detector keeps a bounded amount of memory for ever, and one that was saved and read back gives the same alarms.
/// After an alarm it begins anew with the next value.
public protocol DriftDetector: Codable, Sendable, Hashable {
  /// Counts the next value. Values that are not finite, or beyond 1e100, count for nothing.
  ///
  /// - Returns: whether this is a change.
  mutating func update(_ value: Double) -> Bool
}

/// The detectors that a person can choose from.
public enum DriftDetectorKind: String, Codable, Sendable, Hashable, CaseIterable {
  case adwin
  case pageHinkley = "page-hinkley"
  case kswin
  /// No detector.
  case off
}

/// The detector that was chosen, or none, as a value that can be saved.
public enum AnyDriftDetector: DriftDetector {
  case adwin(ADWIN)
  case pageHinkley(PageHinkley)
  case kswin(KSWIN)
  case off

  /// A detector with its usual settings.
  ///
  /// - Parameter seed: of the rows that KSWIN draws.
  public init(_ kind: DriftDetectorKind, seed: UInt64 = 0) {
    switch kind {
    case .adwin: self = .adwin(ADWIN())
    case .pageHinkley: self = .pageHinkley(PageHinkley())
    case .kswin: self = .kswin(KSWIN(seed: seed))
    case .off: self = .off
    }
  }

  public var kind: DriftDetectorKind {
    switch self {
    case .adwin: .adwin
    case .pageHinkley: .pageHinkley
    case .kswin: .kswin
    case .off: .off
    }
  }

  public mutating func update(_ value: Double) -> Bool {
    // While a payload is changed, no second copy of it may be around, or its arrays would be copied.
    switch self {
    case .adwin(var detector):
      self = .off
      defer { self = .adwin(detector) }
      return detector.update(value)
    case .pageHinkley(var detector):
      self = .off
      defer { self = .pageHinkley(detector) }
      return detector.update(value)
    case .kswin(var detector):
      self = .off
      defer { self = .kswin(detector) }
      return detector.update(value)
    case .off: return false
    }
  }
}
