/// How good the predictions of numbers are, beside what needs no network: each row is predicted first and learnt from
/// afterwards (prequential evaluation).
///
/// ```swift
/// var naive = NaiveNumbers(outputs: 1)
/// var evaluation = NumberEvaluation(outputs: 1, window: 1000)
/// for row in rows {
///   let answer = naive.answer                                   // when the prediction is made
///   evaluation.add(actual: row.targets, predicted: predict(row), naive: answer)
///   naive.learn(row.targets)                                    // when the targets become known
/// }
/// evaluation.recent.overall.scaledError                         // below 1: better than "the same as before"
/// ```
///
/// Memory is bounded: the window's rows for each output.
public struct NumberEvaluation: Codable, Sendable, Hashable {
  /// Rows of the sliding window.
  public let window: Int
  /// `[outputs]`
  private var tallies: [NumberTally]
  /// `[outputs]`
  private var newest: [SlidingSum<NumberTally>]

  /// - Parameters:
  ///   - outputs: numbers that are predicted in each row.
  ///   - window: rows of the sliding window, at least 1.
  public init(outputs: Int, window: Int) {
    self.window = window
    tallies = Array(repeating: .zero, count: outputs)
    newest = Array(repeating: SlidingSum(window: window), count: outputs)
  }

  /// Counts a row whose targets have become known. Targets that are NaN count for nothing.
  ///
  /// - Parameters:
  ///   - actual: `[outputs]`, in the targets' units; NaN where missing.
  ///   - predicted: `[outputs]`, in the same units. Where one is not finite, or off by more than 1e100, it counts in
  ///     `NumberFigures.unanswered` alone.
  ///   - naive: what `NaiveNumbers` answered when the prediction was made.
  public mutating func add(actual: [Double], predicted: [Double], naive: NaiveNumbers.Answer) {
    let counts = [actual.count, predicted.count, naive.noChange.count, naive.mean.count]
    precondition(counts.allSatisfy { $0 == tallies.count }, "\(counts) values for \(tallies.count) outputs")
    for output in tallies.indices {
      let row = NumberTally(
        actual: actual[output], predicted: predicted[output], noChange: naive.noChange[output],
        mean: naive.mean[output])
      tallies[output] = tallies[output] + row
      newest[output].add(row)
    }
  }

  /// Over everything.
  public var overall: Figures { Figures(tallies) }
  /// Over the sliding window.
  public var recent: Figures { Figures(newest.map(\.sum)) }

  /// What was found, of each output and of all.
  public struct Figures: Sendable, Hashable {
    /// Over the values of all outputs together; the scaled error is the mean of the outputs' own, so that one with
    /// large numbers does not outweigh the rest.
    public let overall: NumberFigures
    public let outputs: [NumberFigures]

    init(_ tallies: [NumberTally]) {
      outputs = tallies.map { NumberFigures($0) }
      let scaled = outputs.compactMap(\.scaledError)
      overall = NumberFigures(
        tallies.reduce(.zero, +),
        scaledError: scaled.isEmpty ? nil : scaled.reduce(0, +) / Double(scaled.count))
    }
  }
}

/// What a `NumberEvaluation` found, in the targets' units. A figure that is not defined is nil: no values, or nothing to
/// be better than.
public struct NumberFigures: Sendable, Hashable {
  /// Values that were predicted and became known.
  public let values: Int
  /// Values that became known and had no finite prediction.
  public let unanswered: Int
  /// MAE
  public let meanAbsoluteError: Double?
  /// RMSE
  public let rootMeanSquaredError: Double?
  /// The mean absolute error of the newest known value, where one was known.
  public let noChangeError: Double?
  /// The mean absolute error of the mean so far, where there was one.
  public let meanSoFarError: Double?
  /// MASE: the network's mean absolute error relative to that of the newest known value, over the same values
  /// (Hyndman and Koehler, International Journal of Forecasting 22, 2006). Nil where nothing ever changed.
  public let scaledError: Double?

  init(_ tally: NumberTally) {
    self.init(
      tally, scaledError: tally.noChangeError > 0 ? tally.pairedError / tally.noChangeError : nil)
  }

  init(_ tally: NumberTally, scaledError: Double?) {
    func mean(_ sum: Double, _ count: Int) -> Double? { count > 0 ? sum / Double(count) : nil }
    values = tally.values
    unanswered = tally.unanswered
    meanAbsoluteError = mean(tally.error, tally.values)
    rootMeanSquaredError = mean(tally.squaredError, tally.values)?.squareRoot()
    noChangeError = mean(tally.noChangeError, tally.paired)
    meanSoFarError = mean(tally.meanError, tally.meanValues)
    self.scaledError = scaledError
  }
}

/// Counts and sums of absolute errors.
struct NumberTally: Summable {
  var values = 0
  var unanswered = 0
  var error = 0.0
  var squaredError = 0.0
  /// Values whose newest predecessor was known, with the errors of the network and of that one.
  var paired = 0
  var pairedError = 0.0
  var noChangeError = 0.0
  var meanValues = 0
  var meanError = 0.0

  static let zero = NumberTally()

  private init() {}

  init(actual: Double, predicted: Double, noChange: Double?, mean: Double?) {
    func error(_ answer: Double?) -> Double? {
      answer.map { ($0 - actual).magnitude }.flatMap { $0 <= ErrorLimit.value ? $0 : nil }
    }
    guard actual.isFinite else { return }
    guard let own = error(predicted) else {
      unanswered = 1
      return
    }
    (values, self.error, squaredError) = (1, own, own * own)
    if let noChange = error(noChange) { (paired, pairedError, noChangeError) = (1, own, noChange) }
    if let mean = error(mean) { (meanValues, meanError) = (1, mean) }
  }

  static func + (one: Self, other: Self) -> Self {
    var sum = one
    sum.values += other.values
    sum.unanswered += other.unanswered
    sum.error += other.error
    sum.squaredError += other.squaredError
    sum.paired += other.paired
    sum.pairedError += other.pairedError
    sum.noChangeError += other.noChangeError
    sum.meanValues += other.meanValues
    sum.meanError += other.meanError
    return sum
  }
}
