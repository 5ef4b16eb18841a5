extension Model {
  /// Runs the network on several inputs side by side, under one set of interventions, and records everything.
  ///
  /// - Parameters:
  ///   - inputs: one array a sequence, `[time, inputs]` each.
  ///   - elapsed: the elapsed time of each step, `[time]`, the same for all.
  ///   - step: the step after which synapses are read, counted from 0; nil: the last.
  /// - Returns: one trace a sequence.
  public func traces(
    inputs: [[Float]], elapsed: [Float], interventions: [NetworkIntervention] = [],
    synapsesAt step: Int? = nil
  ) -> [NetworkTrace] {
    guard !elapsed.isEmpty else { return [] }
    let lanes = LaneShard.lanes
    return stride(from: 0, to: inputs.count, by: lanes).flatMap { first in
      let group = inputs[first..<min(first + lanes, inputs.count)]
      let batch = SequenceBatch(
        count: group.count, steps: elapsed.count, inputWidth: cell.wiring.inputs, targetWidth: 0,
        lengths: Array(repeating: elapsed.count, count: group.count), inputs: group.flatMap { $0 },
        elapsed: group.flatMap { _ in elapsed }, targets: [], targetWeights: [])
      return cell.traces(
        parameters: parameters, batch: batch, interventions: interventions, synapsesAt: step)
    }
  }
}
