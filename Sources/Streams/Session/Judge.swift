/// Judges a stream's predictions, of classes or of numbers, beside what needs no network.
struct Judge: Sendable, Hashable, Codable {
  enum Naive: Sendable, Hashable, Codable {
    case classes(NaiveClasses.Answer)
    case numbers(NaiveNumbers.Answer)
  }

  private let layout: RowLayout
  private var classes: ClassEvaluation?
  private var numbers: NumberEvaluation?
  private var naiveClasses = NaiveClasses()
  private var naiveNumbers: NaiveNumbers
  /// Predictions judged so far.
  private(set) var judged = 0

  init(layout: RowLayout, window: Int) {
    self.layout = layout
    naiveNumbers = NaiveNumbers(outputs: layout.outputs)
    if layout.classes > 0 {
      classes = ClassEvaluation(window: window)
    } else {
      numbers = NumberEvaluation(outputs: layout.outputs, window: window)
    }
  }

  /// What needs no network answers now.
  var naive: Naive {
    layout.classes > 0 ? .classes(naiveClasses.answer) : .numbers(naiveNumbers.answer)
  }

  /// What comes next is another sequence.
  mutating func beginSequence() {
    naiveClasses.beginSequence()
    naiveNumbers.beginSequence()
  }

  /// Takes a target that became known.
  mutating func learn(_ value: TargetMemory.Value) {
    switch value {
    case .missing: return
    case .classIndex(let index): naiveClasses.learn(index)
    case .numbers(let numbers): naiveNumbers.learn(numbers)
    }
  }

  /// Judges the prediction of a class; nil where none was known yet.
  ///
  /// - Returns: 0 or 1.
  mutating func add(actual: Int, predicted: Int?, naive: Naive, loss: Double?) -> Double? {
    guard case .classes(let answer) = naive, let predicted else { return nil }
    classes?.add(actual: actual, predicted: predicted, naive: answer, loss: loss)
    judged += 1
    return predicted == actual ? 0 : 1
  }

  /// Judges the prediction of numbers.
  ///
  /// - Returns: the mean absolute error in the targets' deviations; nil where all targets are missing.
  mutating func add(
    actual: [Double], predicted: [Double], naive: Naive, deviations: [Double]
  ) -> Double? {
    guard case .numbers(let answer) = naive else { return nil }
    numbers?.add(actual: actual, predicted: predicted, naive: answer)
    let errors = actual.indices.compactMap { index -> Double? in
      let error = (actual[index] - predicted[index]).magnitude / deviations[index]
      return error.isFinite ? error : nil
    }
    guard !errors.isEmpty else { return nil }
    judged += 1
    return errors.reduce(0, +) / Double(errors.count)
  }

  /// Targets as a trace has them, `[outputs]`.
  func outputs(of value: TargetMemory.Value) -> [Float] {
    switch value {
    case .missing: Array(repeating: .nan, count: layout.outputs)
    case .classIndex(let index): (0..<layout.outputs).map { $0 == index ? 1 : 0 }
    case .numbers(let numbers): numbers.map { Float($0) }
    }
  }
}

extension Judge {
  /// The error of the sliding window, and that of the newest known target there; nil before anything is known.
  var windowError: Double? { error(\.recent, \.recent).own }
  var windowNaiveError: Double? { error(\.recent, \.recent).naive }
  /// The same over everything.
  var totalError: Double? { error(\.overall, \.overall).own }
  var totalNaiveError: Double? { error(\.overall, \.overall).naive }

  private func error(
    _ classPart: KeyPath<ClassEvaluation, ClassFigures>,
    _ numberPart: KeyPath<NumberEvaluation, NumberEvaluation.Figures>
  ) -> (own: Double?, naive: Double?) {
    if let part = classes?[keyPath: classPart] {
      return (part.accuracy.map { 1 - $0 }, part.noChangeAccuracy.map { 1 - $0 })
    }
    let part = numbers?[keyPath: numberPart].overall
    return (part?.meanAbsoluteError, part?.noChangeError)
  }

  /// The name of the error.
  var errorName: String { layout.classes > 0 ? "error rate" : "mae" }

  /// The figures by their names in JSON, first those over everything, then those of the window.
  var figures: [(name: String, value: Double?)] {
    if let classes { return Self.figures(classes.overall, classes.recent) }
    guard let numbers else { return [] }
    return Self.figures(numbers.overall.overall, numbers.recent.overall)
  }

  private static func figures(_ all: ClassFigures, _ recent: ClassFigures) -> [(String, Double?)] {
    [
      ("accuracy", all.accuracy), ("no_change_accuracy", all.noChangeAccuracy),
      ("majority_accuracy", all.majorityAccuracy), ("kappa", all.kappa),
      ("kappa_temporal", all.kappaTemporal), ("loss", all.loss), ("window_accuracy", recent.accuracy),
      ("window_no_change_accuracy", recent.noChangeAccuracy),
      ("window_kappa_temporal", recent.kappaTemporal),
    ]
  }

  private static func figures(_ all: NumberFigures, _ recent: NumberFigures) -> [(String, Double?)] {
    [
      ("mae", all.meanAbsoluteError), ("no_change_mae", all.noChangeError), ("mase", all.scaledError),
      ("rmse", all.rootMeanSquaredError), ("mean_mae", all.meanSoFarError),
      ("window_mae", recent.meanAbsoluteError), ("window_no_change_mae", recent.noChangeError),
      ("window_mase", recent.scaledError),
    ]
  }
}
