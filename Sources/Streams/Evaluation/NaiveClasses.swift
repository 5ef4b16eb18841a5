/// What can be answered without a network: the newest class, and the most frequent one.
///
/// Labels are told when they become known, so that the answers know no more than the network does: with a label delay
/// of 10 rows the newest known class is that of ten rows ago.
public struct NaiveClasses: Codable, Sendable, Hashable {
  /// The answers of one moment. Keep them with the prediction that is made then.
  public struct Answer: Codable, Sendable, Hashable {
    /// The newest known class; nil before the first.
    public var noChange: Int?
    /// The most frequent class so far; nil before the first.
    public var majority: Int?

    public init(noChange: Int? = nil, majority: Int? = nil) {
      self.noChange = noChange
      self.majority = majority
    }
  }

  /// What is answered now. Of equally frequent classes the one that was ahead first.
  public private(set) var answer = Answer()
  /// How often each class was seen.
  private var counts: [Int] = []

  public init() {}

  /// The newest class is that of another sequence; how often each was seen still counts.
  public mutating func beginSequence() { answer.noChange = nil }

  /// A class has become known.
  public mutating func learn(_ label: Int) {
    precondition(label >= 0, "class \(label)")
    answer.noChange = label
    guard label < Confusion.classLimit else { return }
    while counts.count <= label { counts.append(0) }
    counts[label] += 1
    guard let majority = answer.majority, counts[label] <= counts[majority] else {
      answer.majority = label
      return
    }
  }
}
