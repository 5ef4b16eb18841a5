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
    precondition(
      batch.targetWidth == (self == .crossEntropy ? 1 : width),
      "\(batch.targetWidth) targets a step for \(width) outputs")
    var sum = 0.0
    batch.withTargets { values, weights in
      outputs.withUnsafeBufferPointer { outputs in
        guard let outputs = outputs.baseAddress else { return }
        for sequence in 0..<batch.count {
          for row in sequence * batch.steps..<sequence * batch.steps + batch.lengths[sequence] {
            let target = row * batch.targetWidth
            sum += step(
              StepTargets(values: values + target, weights: weights + target, count: batch.targetWidth),
              width: width, outputs: .init(base: outputs + row * width, stride: 1), scale: 1,
              gradient: nil)
          }
        }
      }
    }
    return (sum, batch.totalWeight)
  }
}

extension SequenceBatch {
  /// The sum of the weights of all targets within the sequences' lengths.
  var totalWeight: Double {
    var total = 0.0
    for sequence in 0..<count {
      let first = sequence * steps * targetWidth
      for index in first..<(first + lengths[sequence] * targetWidth) { total += Double(targetWeights[index]) }
    }
    return total
  }
}
