import Liquid

extension Dataset {
  /// The samples at these indices, normalised and padded with zeros to the longest; an index may come twice.
  public func batch(_ part: Part, indices: [Int]) -> SequenceBatch {
    let chosen = indices.map { sample(part, $0).positions }
    let lengths = chosen.map(\.count)
    let steps = lengths.max() ?? 0
    return SequenceBatch(
      count: chosen.count, steps: steps, inputWidth: inputWidth, targetWidth: schema.targetWidth,
      lengths: lengths,
      inputs: gather(series.inputs, width: inputWidth, chosen, steps: steps),
      elapsed: gather(series.elapsed, width: 1, chosen, steps: steps),
      targets: gather(series.targets, width: schema.targetWidth, chosen, steps: steps),
      targetWeights: targetWeights(chosen, steps: steps))
  }

  private func targetWeights(_ ranges: [Range<Int>], steps: Int) -> [Float] {
    let width = schema.targetWidth
    var weights = gather(series.weights, width: width, ranges, steps: steps)
    guard schema.targetSteps == .last else { return weights }
    for (index, range) in ranges.enumerated() {
      let first = index * steps * width
      for early in first..<(first + max(0, range.count - 1) * width) { weights[early] = 0 }
    }
    return weights
  }

  private func gather(_ source: [Float], width: Int, _ ranges: [Range<Int>], steps: Int) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(ranges.count * steps * width)
    for range in ranges {
      result += source[range.lowerBound * width..<range.upperBound * width]
      result += repeatElement(0, count: (steps - range.count) * width)
    }
    return result
  }
}
