/// How often each class was taken for each.
public struct Confusion: Codable, Sendable, Hashable {
  /// Classes that are told apart. Memory stays bounded however many labels a stream makes up: those from the last of
  /// these on are counted as one.
  public static let classLimit = 256

  /// Classes seen so far: the largest index and one.
  public private(set) var classes: Int
  /// Rows, `[true class, predicted class]`.
  private var counts: [Int]

  /// - Parameter classes: those that are known from the start; more may come.
  public init(classes: Int = 0) {
    self.classes = min(max(0, classes), Self.classLimit)
    counts = Array(repeating: 0, count: self.classes * self.classes)
  }

  /// The rows of class `actual` that were predicted as `predicted`; 0 for classes that were never seen.
  public subscript(actual actual: Int, predicted predicted: Int) -> Int {
    guard 0..<classes ~= actual, 0..<classes ~= predicted else { return 0 }
    return counts[actual * classes + predicted]
  }

  /// How much better the predictions are than chance with the same frequencies: Cohen's kappa. Nil where chance alone
  /// is always right, or without rows.
  public var kappa: Double? {
    let rows = Double(counts.reduce(0, +))
    guard rows > 0 else { return nil }
    var (right, chance) = (0.0, 0.0)
    for one in 0..<classes {
      right += Double(self[actual: one, predicted: one])
      let actual = (0..<classes).reduce(0) { $0 + self[actual: one, predicted: $1] }
      let predicted = (0..<classes).reduce(0) { $0 + self[actual: $1, predicted: one] }
      chance += Double(actual) / rows * Double(predicted)
    }
    return rows > chance ? (right - chance) / (rows - chance) : nil
  }

  mutating func add(_ pair: Pair, rows: Int = 1) {
    grow(to: max(pair.actual, pair.predicted) + 1)
    counts[pair.actual * classes + pair.predicted] += rows
  }

  private mutating func grow(to number: Int) {
    guard number > classes else { return }
    var grown = [Int](repeating: 0, count: number * number)
    for actual in 0..<classes {
      for predicted in 0..<classes {
        grown[actual * number + predicted] = counts[actual * classes + predicted]
      }
    }
    (classes, counts) = (number, grown)
  }

  /// A true class and what was predicted for it.
  struct Pair: Codable, Sendable, Hashable {
    let actual: Int
    let predicted: Int

    init(actual: Int, predicted: Int) {
      self.actual = min(actual, Confusion.classLimit - 1)
      self.predicted = min(predicted, Confusion.classLimit - 1)
    }
  }
}

/// The confusion of the newest rows.
struct SlidingConfusion: Codable, Sendable, Hashable {
  private(set) var confusion: Confusion
  /// The newest rows; once it is full, the oldest is at `position`.
  private var pairs: [Confusion.Pair] = []
  private var position = 0
  private let window: Int

  init(window: Int, classes: Int) {
    self.window = window
    confusion = Confusion(classes: classes)
  }

  mutating func add(_ pair: Confusion.Pair) {
    confusion.add(pair)
    guard pairs.count == window else {
      pairs.append(pair)
      return
    }
    confusion.add(pairs[position], rows: -1)
    pairs[position] = pair
    position = (position + 1) % window
  }
}
