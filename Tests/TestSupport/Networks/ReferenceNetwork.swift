import Foundation
import Liquid

/// What a forward pass of a reference network leaves behind.
package protocol ReferenceRun {
  /// `[steps][outputs]`
  var outputs: [[Double]] { get }
}

/// A network as its equations read, in Double, one sequence at a time: the reference for the kernels.
package protocol ReferenceNetwork {
  associatedtype Run: ReferenceRun

  /// As the cell's layout describes them.
  var parameters: [Double] { get set }

  /// Runs one sequence from a zero state.
  func run(inputs: [[Double]], elapsed: [Double]) -> Run

  /// The gradient with respect to every parameter over one sequence.
  ///
  /// - Parameter outputGradient: the loss's gradient with respect to the outputs, `[steps][outputs]`.
  func gradient(
    _ run: Run, inputs: [[Double]], elapsed: [Double], outputGradient: [[Double]]
  ) -> [Double]
}

extension ReferenceNetwork {
  /// The network's outputs on a batch, `[count][steps of the sequence][outputs]`.
  package func outputs(_ batch: SequenceBatch) -> [[[Double]]] {
    (0..<batch.count).map { run(inputs: inputs(batch, $0), elapsed: elapsed(batch, $0)).outputs }
  }

  /// The loss of a batch.
  package func loss(_ loss: Loss, _ batch: SequenceBatch) -> Double {
    let outputs = outputs(batch)
    return (0..<batch.count).reduce(0) {
      $0 + evaluate(loss, batch, $1, outputs: outputs[$1]).value
    } / totalWeight(batch)
  }

  /// The gradient of a batch's loss with respect to every parameter.
  package func gradient(_ loss: Loss, _ batch: SequenceBatch) -> [Double] {
    var total = [Double](repeating: 0, count: parameters.count)
    let weight = totalWeight(batch)
    for sequence in 0..<batch.count {
      let (inputs, elapsed) = (inputs(batch, sequence), elapsed(batch, sequence))
      let run = run(inputs: inputs, elapsed: elapsed)
      let outputGradient = evaluate(loss, batch, sequence, outputs: run.outputs).gradient
      let part = gradient(run, inputs: inputs, elapsed: elapsed, outputGradient: outputGradient)
      for index in total.indices { total[index] += part[index] / weight }
    }
    return total
  }

  private func inputs(_ batch: SequenceBatch, _ sequence: Int) -> [[Double]] {
    (0..<batch.lengths[sequence]).map { step in
      let first = (sequence * batch.steps + step) * batch.inputWidth
      return batch.inputs[first..<first + batch.inputWidth].map(Double.init)
    }
  }

  private func elapsed(_ batch: SequenceBatch, _ sequence: Int) -> [Double] {
    (0..<batch.lengths[sequence]).map { Double(batch.elapsed[sequence * batch.steps + $0]) }
  }

  private func totalWeight(_ batch: SequenceBatch) -> Double {
    (0..<batch.count).reduce(0) { sum, sequence in
      let first = sequence * batch.steps * batch.targetWidth
      let range = first..<first + batch.lengths[sequence] * batch.targetWidth
      return sum + batch.targetWeights[range].reduce(0) { $0 + Double($1) }
    }
  }

  /// One sequence's weighted terms, summed, and their gradient with respect to the outputs.
  private func evaluate(
    _ loss: Loss, _ batch: SequenceBatch, _ sequence: Int, outputs: [[Double]]
  ) -> (value: Double, gradient: [[Double]]) {
    var value = 0.0
    var gradient = outputs.map { $0.map { _ in 0.0 } }
    for (step, output) in outputs.enumerated() {
      for channel in 0..<batch.targetWidth {
        let index = (sequence * batch.steps + step) * batch.targetWidth + channel
        let weight = Double(batch.targetWeights[index])
        guard weight > 0 else { continue }
        let target = Double(batch.targets[index])
        switch loss {
        case .meanSquaredError:
          value += weight * pow(output[channel] - target, 2)
          gradient[step][channel] = 2 * weight * (output[channel] - target)
        case .meanAbsoluteError:
          value += weight * abs(output[channel] - target)
          gradient[step][channel] = output[channel] > target ? weight : -weight
        case .huber(let delta):
          let error = abs(output[channel] - target)
          let outside = max(0, error - delta)
          value += weight * (pow(error, 2) - pow(outside, 2)) / 2
          gradient[step][channel] = weight * min(max(output[channel] - target, -delta), delta)
        case .binaryCrossEntropy:
          let odds = exp(output[channel])
          value += weight * (log(1 + odds) - target * output[channel])
          gradient[step][channel] = weight * (odds / (1 + odds) - target)
        case .crossEntropy:
          let sum = output.reduce(0) { $0 + exp($1) }
          value += weight * (log(sum) - output[Int(target)])
          gradient[step] = output.map { weight * exp($0) / sum }
          gradient[step][Int(target)] -= weight
        }
      }
    }
    return (value, gradient)
  }
}
