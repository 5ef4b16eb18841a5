import Liquid

extension Loss {
  /// The gradient of `total`'s sum with respect to the outputs, `[count, steps, width]` as they are: by the kernels'
  /// way, shard by shard.
  package func gradient(outputs: [Float], width: Int, batch: SequenceBatch) -> [Float] {
    let (lanes, size) = (LaneShard.lanes, batch.steps * width)
    var gradient = [Float](repeating: 0, count: outputs.count)
    let (rows, gradientRows) = (LaneBuffer(count: size * lanes), LaneBuffer())
    for shard in 0..<LaneShard.count(sequences: batch.count) {
      let sequences = shard * lanes..<min((shard + 1) * lanes, batch.count)
      for (lane, sequence) in sequences.enumerated() {
        for place in 0..<size { rows[place * lanes + lane] = outputs[sequence * size + place] }
      }
      _ = evaluate(
        batch, shard: shard, steps: batch.steps, width: width, scale: 1, outputs: rows, gradient: gradientRows
      )
      for (lane, sequence) in sequences.enumerated() {
        for place in 0..<size { gradient[sequence * size + place] = gradientRows[place * lanes + lane] }
      }
    }
    return gradient
  }
}
