import Liquid
import Text

/// A way to make the test part harder than what a network was trained on.
public struct TestCondition: Sendable, Hashable, Codable {
  /// What is made harder.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Steps are dropped at random, with the level as the probability; their elapsed time is added to the next
    /// step's.
    case drop
    /// Each step is taken earlier or later, by up to the level times the gap to its neighbour.
    case jitter
    /// Gaussian noise is added to numeric inputs; the level is in their standard deviations.
    case noise
    /// Windows are longer than in training by the level as a factor; only steps after the first window's length
    /// count.
    case horizon
  }

  /// What is made harder.
  public var kind: Kind
  /// By how much, in the unit of the kind.
  public var level: Double

  /// A condition at a level, which is checked where it is applied.
  public init(_ kind: Kind, level: Double) {
    self.kind = kind
    self.level = level
  }

  /// The same for all networks and all their seeds, so that they are compared on the same test.
  public static let standardSeed: UInt64 = 1

  /// Why the level makes no sense; nil if it does.
  package var flaw: String? {
    guard level.isFinite, Self.isUsable(level, kind) else {
      return "a level of \(level) for \(kind.rawValue); it must be \(Self.allowed(kind))"
    }
    return nil
  }

  package static func isUsable(_ level: Double, _ kind: Kind) -> Bool {
    switch kind {
    case .drop: level >= 0 && level < 1
    // Beyond half a gap, steps could change their order.
    case .jitter: level >= 0 && level <= 0.5
    case .noise: level >= 0 && level <= 1000
    case .horizon: level >= 1 && level <= 1000 && level == level.rounded()
    }
  }

  /// The allowed levels, in words.
  package static func allowed(_ kind: Kind) -> String {
    switch kind {
    case .drop: "at least 0 and below 1"
    case .jitter: "between 0 and 0.5"
    case .noise: "between 0 and 1000"
    case .horizon: "a whole number between 1 and 1000"
    }
  }
}

extension Dataset {
  /// The same data with a test part that a condition makes harder; training and validation parts are unchanged.
  ///
  /// The same seed gives the same test part, and the levels of a kind use the same random numbers: a step dropped at
  /// one level is dropped at each higher level. Only for evaluation: the steps of such a test part are not rows of
  /// the file.
  ///
  /// - Throws: `DataError` if the level makes no sense; for a horizon, if the task has no window or no test sequence
  ///   is long enough.
  /// - Complexity: one pass over the test part.
  public func tested(
    under condition: TestCondition, seed: UInt64 = TestCondition.standardSeed
  ) throws(DataError) -> Dataset {
    try check(condition)
    var change = TestPartChange(dataset: self, generator: SeededGenerator(seed: seed))
    switch condition.kind {
    case .drop: change.drop(share: condition.level)
    case .jitter: change.jitter(by: condition.level)
    case .noise: change.addNoise(deviations: condition.level)
    case .horizon: change.lengthen(window: schema.window ?? 1, times: Int(saturating: condition.level))
    }
    return Dataset(self, series: change.series, test: change.segments)
  }

  /// Throws if the data do not allow the condition, as `tested` does, but without making the test part.
  package func check(_ condition: TestCondition) throws(DataError) {
    if let flaw = condition.flaw { throw failure(flaw) }
    if series.elapsed.space != nil {
      throw DataError(.notFromCache(what: "testing under other conditions"), file: schema.taskName)
    }
    if count(of: .test) == 0 { throw failure("there is no test part that could be made harder") }
    guard condition.kind == .horizon else { return }
    guard let window = schema.window else {
      throw failure("a longer horizon needs a task with a window: its sequences are whole already")
    }
    let times = Int(saturating: condition.level)
    guard testStretches.contains(where: { $0.positions.count > window * (times - 1) }) else {
      throw failure(
        "no test sequence is long enough for windows \(times) times as long as the \(window) rows of training"
      )
    }
  }

  private func failure(_ reason: String) -> DataError {
    DataError(.badTask(reason: reason), file: schema.taskName)
  }

  /// The stretches of sequences that the test windows were cut from.
  var testStretches: [Segment] {
    var stretches: [Segment] = []
    for window in windows[.test] ?? WindowList([]) {
      if let last = stretches.last, last.sequence == window.sequence,
        last.positions.upperBound == window.positions.lowerBound
      {
        stretches[stretches.count - 1] = Segment(
          positions: last.positions.lowerBound..<window.positions.upperBound, sequence: window.sequence)
      } else {
        stretches.append(window)
      }
    }
    return stretches
  }
}
