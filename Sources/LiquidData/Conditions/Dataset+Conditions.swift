import Liquid

extension Dataset {
  /// The same data with a test part that is harder by a condition; training and validation stay as they are.
  ///
  /// The same seed gives the same test part, and the levels of one kind share their draws: what is dropped at one level
  /// is dropped at every higher one. Only for evaluation: the steps of such a test part are no rows of the file.
  ///
  /// - Throws: `DataError` where the level makes no sense, or for a horizon where the task has no window or no test
  ///   sequence is long enough.
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
    case .horizon: change.lengthen(window: schema.window ?? 1, times: Int(condition.level))
    }
    return Dataset(self, series: change.series, test: change.segments)
  }

  /// Throws where the data do not allow the condition, as `tested` does; cheap.
  public func check(_ condition: TestCondition) throws(DataError) {
    if let flaw = condition.flaw { throw failure(flaw) }
    if count(of: .test) == 0 { throw failure("there is no test part that could be made harder") }
    guard condition.kind == .horizon else { return }
    guard let window = schema.window else {
      throw failure("a longer horizon needs a task with a window: its sequences are whole already")
    }
    let times = Int(condition.level)
    guard testStretches.contains(where: { $0.positions.count > window * (times - 1) }) else {
      throw failure(
        "no test sequence is long enough for windows \(times) times as long as the \(window) rows of training"
      )
    }
  }

  private func failure(_ reason: String) -> DataError {
    DataError(.badTask(reason: reason), file: schema.taskName)
  }

  /// These data with another series, whose positions up to those of the old one are as they were, and other test
  /// samples.
  init(_ other: Dataset, series: Series, test: [Segment]) {
    schema = other.schema
    warnings = other.warnings
    rowCount = other.rowCount
    leak = other.leak
    self.series = series
    var samples = other.samples
    samples[.test] = test
    self.samples = samples
  }

  /// Test windows that lie side by side in a sequence as the one stretch that they were cut from.
  var testStretches: [Segment] {
    var stretches: [Segment] = []
    for window in samples[.test] ?? [] {
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
