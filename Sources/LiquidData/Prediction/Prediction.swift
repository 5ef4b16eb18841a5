/// What a network answers to one row; see `Predictor`.
public struct Prediction: Sendable, Hashable {
  /// Each target that is a number, in its own unit, by its name in `Predictor.outputs`; 0 or 1 for a target that is
  /// either. Empty for a class.
  public let values: [String: Double]
  /// The class with the largest probability; nil for numbers.
  public let label: String?
  /// That of each class, by its name; for targets that are 0 or 1, that of a 1 by the target's name. Empty for other
  /// numbers.
  public let probabilities: [String: Double]
  /// Inputs with a category that training did not see, which the network is told nothing of.
  public let unseen: [String]
  /// Inputs that the row lacks where training left such rows out. There is no answer then, and the row's time counts with
  /// that of the next.
  public let lacking: [String]

  init(
    values: [String: Double] = [:], label: String? = nil, probabilities: [String: Double] = [:],
    unseen: [String] = [], lacking: [String] = []
  ) {
    self.values = values
    self.label = label
    self.probabilities = probabilities
    self.unseen = unseen
    self.lacking = lacking
  }

  /// A target's value in its own unit; nil for a name that is no target of numbers, and where the row has no answer.
  public subscript(target: String) -> Double? { values[target] }
}

extension Prediction {
  /// The meaning of one step's raw outputs, `[outputWidth]`; nil where it is not finite.
  init?(_ outputs: [Float], schema: DataSchema, names: [String], unseen: [String]) {
    let answers = schema.preciseAnswers(outputs)
    guard outputs.allSatisfy(\.isFinite), answers.allSatisfy(\.isFinite) else { return nil }
    let named = Dictionary(zip(names, answers), uniquingKeysWith: { first, _ in first })
    if schema.isClassification {
      let best = schema.answeredClass(outputs)
      self.init(label: best.map { names[$0] }, probabilities: named, unseen: unseen)
    } else if schema.loss == .binaryCrossEntropy {
      let bits = zip(names, outputs).map { ($0, $1 > 0 ? 1.0 : 0) }
      self.init(
        values: Dictionary(bits, uniquingKeysWith: { first, _ in first }), probabilities: named,
        unseen: unseen)
    } else {
      self.init(values: named, unseen: unseen)
    }
  }
}
