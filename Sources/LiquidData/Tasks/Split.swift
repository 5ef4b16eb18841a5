import Text

/// Shares of the data for training, validation and test, in any unit (75, 10, 15 and 0.75, 0.1, 0.15 are the same).
///
/// A single sequence is cut into three blocks in this order; several sequences are assigned whole, in order of
/// appearance.
public struct Split: Sendable, Hashable {
  /// The share that is trained on.
  public var train: Double
  /// The share that validates.
  public var validation: Double
  /// The share that tests.
  public var test: Double

  /// 75, 10 and 15 parts of a hundred.
  public static let standard = Split(train: 75, validation: 10, test: 15)

  /// Shares in any unit: what counts is how they relate.
  public init(train: Double, validation: Double, test: Double) {
    self.train = train
    self.validation = validation
    self.test = test
  }

  /// Reads "75,10,15"; nil if the text is not three shares with one for training.
  public init?(text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0.trimmed) }
    guard parts.count == 3, let train = parts[0], let validation = parts[1], let test = parts[2] else {
      return nil
    }
    self.init(train: train, validation: validation, test: test)
    if flaw != nil { return nil }
  }

  var flaw: String? {
    let shares = [train, validation, test]
    let isUsable =
      shares.allSatisfy { $0.isFinite && $0 >= 0 } && train > 0 && (train + validation + test).isFinite
    return isUsable
      ? nil : "the split \(train),\(validation),\(test) needs shares of at least 0 and some training"
  }

  /// How many of `count` items each part gets: at least `minimum` for each part with a share, as long as training
  /// keeps that many too.
  func allocate(_ count: Int, minimum: Int) -> (train: Int, validation: Int, test: Int) {
    let total = train + validation + test
    func size(_ share: Double) -> Int {
      share > 0 ? max(minimum, Int(saturating: (Double(count) * (share / total)).rounded())) : 0
    }
    var (validationSize, testSize) = (size(validation), size(test))
    if count - validationSize - testSize < minimum { testSize = 0 }
    if count - validationSize < minimum { validationSize = 0 }
    return (count - validationSize - testSize, validationSize, testSize)
  }
}

extension Substring {
  var trimmed: String { String(self).trimmed }
}

/// How the code behind published figures split the same data, if that differs from the task's own split.
///
/// Only for comparison with those figures: most such splits leak test rows into training.
package struct PaperSplit: Sendable, Hashable {
  /// Nil, here and below: as in the task itself.
  package var by: TaskDefinition.SplitBy?
  package var shares: Split?
  package var stride: Int?
  package var shuffle: UInt64?
  /// Why it leaks.
  package var note: String?

  package init(
    by: TaskDefinition.SplitBy? = nil, shares: Split? = nil, stride: Int? = nil, shuffle: UInt64? = nil,
    note: String? = nil
  ) {
    self.by = by
    self.shares = shares
    self.stride = stride
    self.shuffle = shuffle
    self.note = note
  }
}
