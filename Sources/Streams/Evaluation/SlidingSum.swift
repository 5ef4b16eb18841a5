/// Counts and sums that add up.
protocol Summable: Codable, Sendable, Hashable {
  static var zero: Self { get }
  static func + (one: Self, other: Self) -> Self
}

/// The sum of the newest values of a stream.
///
/// Nothing is ever subtracted, so that a huge value is gone without a trace once it has left the window. Memory is one
/// value for each place in the window.
///
/// - Complexity: O(1) a value on average; once in a window's length, O(window).
struct SlidingSum<Value: Summable>: Codable, Sendable, Hashable {
  /// Up to `position`, the values of the block that is being filled; from there on, what the values of the block before
  /// add up to from each place to the block's end.
  private var block: [Value]
  private var position = 0
  /// The sum of the block that is being filled.
  private var newest = Value.zero

  /// - Precondition: a window of at least one value.
  init(window: Int) {
    precondition(window >= 1, "a window of \(window) rows")
    block = Array(repeating: .zero, count: window)
  }

  var window: Int { block.count }

  /// Of the newest `window` values, or of all while there are fewer.
  var sum: Value { block[position] + newest }

  mutating func add(_ value: Value) {
    block[position] = value
    newest = newest + value
    position += 1
    guard position == block.count else { return }
    var sum = Value.zero
    for place in block.indices.reversed() {
      sum = block[place] + sum
      block[place] = sum
    }
    (position, newest) = (0, .zero)
  }
}
