/// What a network's readout reads of the steps so far.
public enum Pooling: String, Sendable, Hashable, Codable, CaseIterable {
  /// The newest step alone.
  case last
  /// The mean of all steps.
  case mean
  /// Of each neuron, the largest value of all steps.
  case max
  /// A mean weighted by the softmax over the steps of the product of a learnt vector and each step.
  case attention

  /// Rows of state beside the pooled values: the number of steps; for attention the largest score, and the sum of the
  /// weights relative to it.
  var countRows: Int {
    switch self {
    case .last: 0
    case .mean, .max: 1
    case .attention: 2
    }
  }
}
