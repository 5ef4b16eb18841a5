/// What can be answered without a network: the newest known value of each output, and the mean so far.
///
/// Targets are told when they become known, so that the answers know no more than the network does.
public struct NaiveNumbers: Codable, Sendable, Hashable {
  /// The answers of one moment, `[outputs]`, in the targets' units. Keep them with the prediction that is made then.
  public struct Answer: Codable, Sendable, Hashable {
    /// The newest known values; nil before an output's first.
    public var noChange: [Double?]
    /// The means so far; nil before an output's first value.
    public var mean: [Double?]

    public init(noChange: [Double?], mean: [Double?]) {
      self.noChange = noChange
      self.mean = mean
    }
  }

  /// What is answered now.
  public private(set) var answer: Answer
  /// Values of each output so far.
  private var counts: [Int]

  public init(outputs: Int) {
    let none = [Double?](repeating: nil, count: outputs)
    answer = Answer(noChange: none, mean: none)
    counts = Array(repeating: 0, count: outputs)
  }

  /// The newest values are those of another sequence; the means still count.
  public mutating func beginSequence() { answer.noChange = answer.noChange.map { _ in nil } }

  /// A row's targets, `[outputs]`, have become known; those that are missing are NaN.
  public mutating func learn(_ targets: [Double]) {
    precondition(targets.count == counts.count, "\(targets.count) targets of \(counts.count)")
    for (output, value) in targets.enumerated() where value.magnitude <= ErrorLimit.value {
      counts[output] += 1
      let mean = answer.mean[output] ?? 0
      answer.mean[output] = mean + (value - mean) / Double(counts[output])
      answer.noChange[output] = value
    }
  }
}
