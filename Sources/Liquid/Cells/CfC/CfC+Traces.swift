extension CfC {
  /// Runs up to 16 sequences of equal length side by side and records everything.
  ///
  /// A clamped neuron starts from its value and keeps it; a silenced one is clamped to 0, where a CfC's
  /// synapses, being linear, carry nothing.
  public func traces(
    parameters: [Float], batch: SequenceBatch, interventions: [NetworkIntervention]
  ) -> [NetworkTrace] {
    precondition(batch.count <= LaneShard.lanes, "\(batch.count) sequences side by side")
    let runner = CfCRunner(cell: self, maxSteps: batch.steps)
    runner.load(parameters: parameters)
    for intervention in interventions {
      let neuron = intervention.neuron
      precondition((0..<wiring.neurons).contains(neuron), "neuron \(neuron) of \(wiring.neurons)")
      switch intervention.kind {
      case .silence: runner.held.append((neuron, 0))
      case .clamp(let value): runner.held.append((neuron, value))
      }
    }
    let silenced = Set(interventions.filter { $0.kind == .silence }.map(\.neuron))
    let shard = LaneShard()
    shard.load(batch, shard: 0)
    let recorder = CfCTraceRecorder(
      runner: runner, sequences: batch.count, steps: batch.steps, silenced: silenced)
    runner.forward(shard, outputs: recorder.outputs, recording: true, afterStep: recorder.record)
    recorder.differentiateLastStep(shard)
    return (0..<batch.count).map(recorder.trace)
  }
}
