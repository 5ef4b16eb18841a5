import Liquid

/// The largest difference of a batch's outputs from the reference's; infinite where something is not a
/// number, or not 0 after a sequence's end.
package func largestDifference(
  _ outputs: [Float], _ expected: [[[Double]]], _ batch: SequenceBatch, width: Int
) -> Double {
  var worst = 0.0
  for sequence in 0..<batch.count {
    for index in 0..<batch.steps * width {
      let (step, channel) = (index / width, index % width)
      let value = Double(outputs[sequence * batch.steps * width + index])
      let exact = step < batch.lengths[sequence] ? expected[sequence][step][channel] : 0
      let difference = abs(value - exact)
      worst = difference.isFinite ? max(worst, difference) : .infinity
    }
  }
  return worst
}
