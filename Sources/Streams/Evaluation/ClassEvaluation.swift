/// How good the predictions of classes are, beside what needs no network: each row is predicted first and learnt from
/// afterwards (prequential evaluation).
///
/// ```swift
/// var naive = NaiveClasses()
/// var evaluation = ClassEvaluation(window: 1000)
/// for row in rows {
///   let answer = naive.answer                                   // when the prediction is made
///   evaluation.add(actual: row.label, predicted: predict(row), naive: answer)
///   naive.learn(row.label)                                      // when the label becomes known
/// }
/// evaluation.recent.kappaTemporal                               // above 0: better than "the same as before"
/// ```
///
/// Memory is bounded: the window's rows, and `Confusion.classLimit` squared.
public struct ClassEvaluation: Codable, Sendable, Hashable {
  /// Rows of the sliding window.
  public let window: Int
  /// Of all rows.
  public private(set) var confusion: Confusion
  private var tally = ClassTally.zero
  private var newest: SlidingSum<ClassTally>
  private var newestConfusion: SlidingConfusion

  /// - Parameters:
  ///   - window: rows of the sliding window, at least 1.
  ///   - classes: those that are known from the start; more may come.
  public init(window: Int, classes: Int = 0) {
    self.window = window
    confusion = Confusion(classes: classes)
    newest = SlidingSum(window: window)
    newestConfusion = SlidingConfusion(window: window, classes: classes)
  }

  /// Counts a row whose true class has become known.
  ///
  /// - Parameters:
  ///   - actual: the index of its class, from 0.
  ///   - predicted: the index that was predicted.
  ///   - naive: what `NaiveClasses` answered when the prediction was made.
  ///   - loss: of the prediction; nil or not finite: left out of the mean.
  public mutating func add(actual: Int, predicted: Int, naive: NaiveClasses.Answer, loss: Double? = nil) {
    precondition(actual >= 0 && predicted >= 0, "classes \(actual) and \(predicted)")
    let row = ClassTally(actual: actual, predicted: predicted, naive: naive, loss: loss)
    let pair = Confusion.Pair(actual: actual, predicted: predicted)
    tally = tally + row
    newest.add(row)
    confusion.add(pair)
    newestConfusion.add(pair)
  }

  /// Over everything.
  public var overall: ClassFigures { ClassFigures(tally, confusion) }
  /// Over the sliding window.
  public var recent: ClassFigures { ClassFigures(newest.sum, newestConfusion.confusion) }
  /// Of the sliding window.
  public var recentConfusion: Confusion { newestConfusion.confusion }
}

/// What a `ClassEvaluation` found. A figure that is not defined is nil: no rows, or nothing to be better than.
public struct ClassFigures: Sendable, Hashable {
  public let rows: Int
  /// The share of rows that the network got right.
  public let accuracy: Double?
  /// The share that the newest known class got right, of the rows where one was known.
  public let noChangeAccuracy: Double?
  /// The share that the most frequent class until then got right, of the rows where one was known.
  public let majorityAccuracy: Double?
  /// How much better than chance: 0 as good, 1 all right (Cohen's kappa).
  public let kappa: Double?
  /// How much better than "the same as before": 0 as good, 1 all right, below 0 worse. `(p - n) / (1 - n)` with the
  /// accuracies p of the network and n of the newest known class, both over the rows where there was one (Žliobaitė,
  /// Bifet, Read, Pfahringer and Holmes, Machine Learning 98, 2015).
  public let kappaTemporal: Double?
  /// The mean loss of the rows that had one.
  public let loss: Double?

  init(_ tally: ClassTally, _ confusion: Confusion) {
    func share(_ part: Int, of all: Int) -> Double? { all > 0 ? Double(part) / Double(all) : nil }
    rows = tally.rows
    accuracy = share(tally.right, of: tally.rows)
    noChangeAccuracy = share(tally.noChangeRight, of: tally.paired)
    majorityAccuracy = share(tally.majorityRight, of: tally.majorityRows)
    kappa = confusion.kappa
    kappaTemporal = share(tally.pairedRight - tally.noChangeRight, of: tally.paired - tally.noChangeRight)
    loss = tally.lossRows > 0 ? tally.loss / Double(tally.lossRows) : nil
  }
}

struct ClassTally: Summable {
  var rows = 0
  var right = 0
  /// Rows for which the newest class was known, and how often the network and that class were right.
  var paired = 0
  var pairedRight = 0
  var noChangeRight = 0
  var majorityRows = 0
  var majorityRight = 0
  var lossRows = 0
  var loss = 0.0

  static let zero = ClassTally()

  private init() {}

  init(actual: Int, predicted: Int, naive: NaiveClasses.Answer, loss: Double?) {
    rows = 1
    right = predicted == actual ? 1 : 0
    if let noChange = naive.noChange {
      (paired, pairedRight, noChangeRight) = (1, right, noChange == actual ? 1 : 0)
    }
    if let majority = naive.majority { (majorityRows, majorityRight) = (1, majority == actual ? 1 : 0) }
    if let loss, loss.magnitude <= ErrorLimit.value { (lossRows, self.loss) = (1, loss) }
  }

  static func + (one: Self, other: Self) -> Self {
    var sum = one
    sum.rows += other.rows
    sum.right += other.right
    sum.paired += other.paired
    sum.pairedRight += other.pairedRight
    sum.noChangeRight += other.noChangeRight
    sum.majorityRows += other.majorityRows
    sum.majorityRight += other.majorityRight
    sum.lossRows += other.lossRows
    sum.loss += other.loss
    return sum
  }
}

/// Sums stay finite: larger errors and losses, and NaN, are those of a network that diverged, and are left out.
enum ErrorLimit {
  static let value = 1e100
}
