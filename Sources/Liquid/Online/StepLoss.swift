import Foundation

extension Loss {
  /// Throws where a target is none that the loss can take, for a network with so many outputs. NaN is one that is missing.
  func check(target: [Float], outputs: Int) throws(NetworkError) {
    let expected = self == .crossEntropy ? 1 : outputs
    guard target.count == expected else { throw .targetCount(target.count, expected: expected) }
    for value in target where !value.isNaN {
      switch self {
      case .crossEntropy:
        guard value >= 0, value < Float(outputs), value == value.rounded() else {
          throw .notAClass(value, classes: outputs, sequence: 0, step: 0)
        }
      case .binaryCrossEntropy:
        guard (0...1).contains(value) else { throw .notBinary(value, sequence: 0, step: 0) }
      case .meanSquaredError, .meanAbsoluteError, .huber:
        guard value.isFinite else { throw .targetNotFinite(value) }
      }
    }
  }

  /// The loss of one step's outputs, averaged over the targets that are there, and its gradient with respect to the
  /// outputs.
  ///
  /// - Parameters:
  ///   - target: one that `check` lets pass.
  ///   - countedOutputs: `[outputs]`, those that count: the target's class always does. Nil: all.
  ///   - weight: a factor of the gradient.
  ///   - gradient: `[outputs]`; 0 for outputs that do not count or have no target.
  /// - Returns: NaN where no target is there.
  package func differentiate(
    outputs: [Float], target: [Float], countedOutputs: [Bool]? = nil, weight: Float = 1,
    into gradient: inout [Float]
  ) -> Float {
    for output in gradient.indices { gradient[output] = 0 }
    if self == .crossEntropy {
      guard let label = target.first, !label.isNaN else { return .nan }
      return crossEntropy(outputs, label: Int(label), countedOutputs, weight: weight, &gradient)
    }
    var (sum, count) = (0.0, 0.0)
    for (output, value) in target.enumerated() where !value.isNaN && countedOutputs?[output] != false {
      guard let term = term(Double(outputs[output]), Double(value)) else { continue }
      sum += term.value
      count += 1
      gradient[output] = Float(term.slope) * weight
    }
    if count == 0 { return .nan }
    for output in gradient.indices { gradient[output] /= Float(count) }
    return Float(sum / count)
  }

  private func crossEntropy(
    _ outputs: [Float], label: Int, _ counted: [Bool]?, weight: Float, _ gradient: inout [Float]
  ) -> Float {
    func counts(_ output: Int) -> Bool { output == label || counted?[output] != false }
    var peak = -Float.infinity
    for output in outputs.indices where counts(output) { peak = max(peak, outputs[output]) }
    var sum: Float = 0
    for output in outputs.indices where counts(output) {
      gradient[output] = exp(outputs[output] - peak)
      sum += gradient[output]
    }
    for output in gradient.indices { gradient[output] *= weight / sum }
    gradient[label] -= weight
    return log(sum) - (outputs[label] - peak)
  }
}
