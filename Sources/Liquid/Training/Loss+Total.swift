import Foundation

extension Loss {
  /// The sum of the loss over all targets that count, and the sum of their weights: divide the one by the other, over
  /// as many batches as belong together, for the mean.
  ///
  /// - Parameter outputs: the raw network outputs, `[count, steps, width]`.
  public func total(
    outputs: [Float], width: Int, batch: SequenceBatch
  ) -> (sum: Double, weight: Double) {
    precondition(
      outputs.count == batch.count * batch.steps * width,
      "\(outputs.count) outputs for \(batch.count) sequences of \(batch.steps) steps and \(width) outputs")
    var (sum, weight) = (0.0, 0.0)
    for sequence in 0..<batch.count {
      for step in 0..<batch.lengths[sequence] {
        let row = sequence * batch.steps + step
        let answers = outputs[(row * width)..<((row + 1) * width)]
        for target in (row * batch.targetWidth)..<((row + 1) * batch.targetWidth) {
          let share = Double(batch.targetWeights[target])
          guard share > 0 else { continue }
          weight += share
          sum +=
            share * value(answers, target: batch.targets[target], place: target - row * batch.targetWidth)
        }
      }
    }
    return (sum, weight)
  }

  /// The loss of one target of a step.
  private func value(_ answers: ArraySlice<Float>, target: Float, place: Int) -> Double {
    switch self {
    case .meanSquaredError:
      let error = Double(answers[answers.startIndex + place]) - Double(target)
      return error * error
    case .crossEntropy:
      let largest = Double(answers.max() ?? 0)
      let total = answers.reduce(0.0) { $0 + exp(Double($1) - largest) }
      return largest + log(total) - Double(answers[answers.startIndex + Int(target)])
    }
  }
}
