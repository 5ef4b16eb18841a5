/// What answers that need no network reach on the rows that a network is measured on.
public struct NaiveFigures: Sendable, Hashable, Codable {
  /// Over the validation part; nil where it has no targets.
  public var validation: NaiveFigure?
  public var test: NaiveFigure?

  public init(validation: NaiveFigure?, test: NaiveFigure?) {
    self.validation = validation
    self.test = test
  }
}

/// The best answer without a network over one part, such as `persistence`, in the run's metric.
public struct NaiveFigure: Sendable, Hashable, Codable {
  public var name: String
  public var value: Double
  public var isBetterWhenLarger: Bool

  public init(name: String, value: Double, isBetterWhenLarger: Bool) {
    self.name = name
    self.value = value
    self.isBetterWhenLarger = isBetterWhenLarger
  }

  /// How a network stands to it.
  public enum Verdict: Sendable, Hashable {
    case beaten
    /// The network reaches exactly the same.
    case equalled
    case wins
  }

  /// - Parameter metric: the network's over the same part; one that is NaN loses.
  public func verdict(on metric: Double) -> Verdict {
    if metric == value { return .equalled }
    return (isBetterWhenLarger ? metric > value : metric < value) ? .beaten : .wins
  }

  /// `loses to persistence`, or nil where the network is better.
  public func objection(to metric: Double) -> String? {
    switch verdict(on: metric) {
    case .beaten: nil
    case .equalled: "is no better than \(name)"
    case .wins: "loses to \(name)"
    }
  }
}
