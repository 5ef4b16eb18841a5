extension Frame {
  /// Whether every array and index agrees with the description, so that a screen may rely on them.
  ///
  /// Time constants and targets may be empty, synapses nil; everything else has its full width. Frames read
  /// from a file that do not fit are refused.
  public func fits(_ description: RunDescription) -> Bool {
    let inputs = description.task.inputNames.indices
    let neurons = description.model.neurons.indices
    let synapseCount = description.model.synapses.count
    return [probe.nominal, probe.perturbed].allSatisfy { $0?.fits(description) ?? true }
      && probe.synapses.map { $0.fits(synapseCount, steps: probe.nominal.stepCount) } ?? true
      && perturbations.allSatisfy { inputs.contains($0.channel) }
      && interventions.allSatisfy { neurons.contains($0.neuron) } && drive?.isWhole ?? true
  }
}

extension SynapseReadings {
  fileprivate func fits(_ count: Int, steps: Int) -> Bool {
    weights.count == count && currents.count == count && step.map { (0..<steps).contains($0) } ?? true
  }
}

extension Trace {
  fileprivate func fits(_ description: RunDescription) -> Bool {
    func holds(_ values: [Float], width: Int) -> Bool { values.count == times.count * width }
    let neurons = description.model.neurons.count
    let outputs = description.task.outputNames.count
    return holds(inputs, width: description.task.inputNames.count) && holds(states, width: neurons)
      && (timeConstants.isEmpty || holds(timeConstants, width: neurons))
      && holds(self.outputs, width: outputs)
      && (targets.isEmpty || holds(targets, width: outputs))
  }
}
