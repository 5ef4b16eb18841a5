/// A figure by which results are compared.
public enum Metric: String, Sendable, Hashable, Codable, CaseIterable {
  /// The share of targets that the network got right.
  case accuracy
  /// The harmonic mean of precision and recall of the last of two classes; of more classes, the mean over them.
  case f1
  /// The area under the receiver operating characteristic of the last of two classes.
  case auc
  /// The mean absolute error, in the targets' units.
  case meanAbsoluteError = "mae"
  /// The mean squared error, in the targets' units.
  case meanSquaredError = "mse"
  /// The mean squared error of the normalised targets.
  case normalizedMeanSquaredError = "nmse"
  /// The root of the mean squared error, in the targets' units.
  case rootMeanSquaredError = "rmse"

  /// Whether a larger figure is better.
  public var isBetterWhenLarger: Bool {
    switch self {
    case .accuracy, .f1, .auc: true
    case .meanAbsoluteError, .meanSquaredError, .normalizedMeanSquaredError, .rootMeanSquaredError: false
    }
  }

  /// Whether it measures answers that are right or wrong, not numbers.
  public var isOfClasses: Bool { isBetterWhenLarger }

  /// Whether a figure is better than another; false if one is NaN.
  public func isBetter(_ value: Double, than other: Double) -> Bool {
    isBetterWhenLarger ? value > other : value < other
  }
}
