import Foundation
import Liquid
import Text

extension DataSchema {
  /// The meaning of one step's raw outputs, `[outputWidth]`: probabilities of classes or of a 1, or values in the
  /// targets' own units.
  public func answers(_ outputs: some RandomAccessCollection<Float>) -> [Float] {
    checkWidth(outputs.count)
    if isClassification { return softmax(outputs) }
    if loss == .binaryCrossEntropy { return outputs.map { Float(logistic(Double($0))) } }
    return outputs.enumerated().map { denormalizeOutput(channel: $0, value: $1) }
  }

  /// `answers` in double precision, so that a unit of a target's last digit is not lost.
  public func preciseAnswers(_ outputs: some RandomAccessCollection<Float>) -> [Double] {
    checkWidth(outputs.count)
    if isClassification {
      // A score that is not finite has no probability.
      let largest = Double(outputs.max() ?? 0)
      let powers = outputs.map { exp(Double($0) - largest) }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    }
    if loss == .binaryCrossEntropy { return outputs.map { logistic(Double($0)) } }
    return outputs.enumerated().map { targets[$0].normalization.denormalize($1) }
  }

  /// The class with the largest of one step's raw outputs; nil if that is not finite.
  public func answeredClass(_ outputs: some RandomAccessCollection<Float>) -> Int? {
    checkWidth(outputs.count)
    var (best, score) = (0, -Float.infinity)
    for (index, value) in outputs.enumerated() where index == 0 || value > score {
      (best, score) = (index, value)
    }
    return score.isFinite ? best : nil
  }

  private func checkWidth(_ count: Int) {
    require(count == outputWidth, "\(counted(count, "output")) of a network that has \(outputWidth)")
  }
}
