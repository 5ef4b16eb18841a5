extension LTC {
  /// Runs up to 16 sequences of equal length side by side and records everything.
  ///
  /// A clamped neuron starts from its value and loses its leak and its incoming synapses, so nothing moves it; a
  /// silenced one is clamped to 0 and loses its outgoing synapses too.
  public func traces(
    parameters: [Float], batch: SequenceBatch, interventions: [NetworkIntervention]
  ) -> [NetworkTrace] {
    precondition(batch.count <= LaneShard.lanes, "\(batch.count) sequences side by side")
    let runner = LTCRunner(cell: self, maxSteps: batch.steps)
    runner.load(parameters: parameters)
    for intervention in interventions { apply(intervention, to: runner) }
    let shard = LaneShard()
    shard.load(batch, shard: 0)
    let recorder = LTCTraceRecorder(runner: runner, sequences: batch.count, steps: batch.steps)
    runner.forward(shard, outputs: recorder.outputs, recording: false, afterStep: recorder.record)
    return (0..<batch.count).map(recorder.trace)
  }

  private func apply(_ intervention: NetworkIntervention, to runner: LTCRunner) {
    let neuron = intervention.neuron
    precondition((0..<wiring.neurons).contains(neuron), "neuron \(neuron) of \(wiring.neurons)")
    var silent = false
    switch intervention.kind {
    case .silence:
      silent = true
      runner.initialState[neuron] = 0
    case .clamp(let value):
      runner.initialState[neuron] = value
    }
    runner.network.edit { values in
      values.gleak[neuron] = 0
      for (index, synapse) in wiring.synapses.enumerated()
      where synapse.target == neuron || (silent && synapse.source == neuron) {
        values.recurrent.w[index] = 0
      }
      for (index, synapse) in wiring.sensorySynapses.enumerated() where synapse.target == neuron {
        values.sensory.w[index] = 0
      }
    }
  }
}
