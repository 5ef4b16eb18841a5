extension Loss {
  /// The sum of the loss over all targets that count, and the sum of their weights: divide the one by the other, over
  /// as many batches as belong together, for the mean.
  ///
  /// - Parameter outputs: the raw network outputs, `[count, steps, width]`.
  public func total(
    outputs: [Float], width: Int, batch: SequenceBatch
  ) -> (sum: Double, weight: Double) {
    check(batch, outputs: outputs.count, width: width)
    let sum = outputs.withUnsafeBufferPointer {
      self.sum(over: batch, outputs: $0, width: width, gradient: nil)
    }
    return (sum, batch.totalWeight)
  }

  /// The gradient of `total`'s sum with respect to the outputs, of their shape.
  package func totalGradient(outputs: [Float], width: Int, batch: SequenceBatch) -> [Float] {
    check(batch, outputs: outputs.count, width: width)
    var gradient = outputs.map { _ in Float(0) }
    gradient.withUnsafeMutableBufferPointer { gradient in
      outputs.withUnsafeBufferPointer { outputs in
        _ = self.sum(over: batch, outputs: outputs, width: width, gradient: gradient.baseAddress)
      }
    }
    return gradient
  }

  private func check(_ batch: SequenceBatch, outputs: Int, width: Int) {
    precondition(
      outputs == batch.count * batch.steps * width,
      "\(outputs) outputs for \(batch.count) sequences of \(batch.steps) steps and \(width) outputs")
    precondition(
      batch.targetWidth == (self == .crossEntropy ? 1 : width),
      "\(batch.targetWidth) targets a step for \(width) outputs")
  }

  private func sum(
    over batch: SequenceBatch, outputs: UnsafeBufferPointer<Float>, width: Int,
    gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    guard let outputs = outputs.baseAddress else { return 0 }
    var sum = 0.0
    batch.withTargets { values, weights in
      for sequence in 0..<batch.count {
        for row in sequence * batch.steps..<sequence * batch.steps + batch.lengths[sequence] {
          let target = row * batch.targetWidth
          sum += step(
            StepTargets(values: values + target, weights: weights + target, count: batch.targetWidth),
            width: width, outputs: .init(base: outputs + row * width, stride: 1), scale: 1,
            gradient: gradient.map { .init(base: $0 + row * width, stride: 1) })
        }
      }
    }
    return sum
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
