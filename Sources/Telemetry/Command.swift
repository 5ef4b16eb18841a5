/// What a dashboard may ask of a frame source: the only way back to it.
public enum Command: Sendable, Hashable {
  /// Training stops between two steps, or playback stops.
  case pause
  case resume
  /// One training step while paused; in a replay one frame forwards.
  case step
  /// In a replay, one frame backwards; ignored while training.
  case stepBack
  /// Training ends at the next step boundary and the run is completed.
  case stop
  /// A training that is done goes on for as many steps as were planned at first, as one that is resumed; ignored elsewhere.
  case trainFurther
  /// Replaces any perturbation of the same kind on the same channel.
  case perturb(Perturbation)
  case removePerturbation(kind: Perturbation.Kind, channel: Int)
  /// Replaces any intervention on the same neuron or synapse.
  case intervene(Intervention)
  case removeIntervention(Intervention.Target)
  /// Removes every perturbation and intervention.
  case clear
  /// Whether the training inputs are perturbed too, or only the probe (the default).
  case perturbTraining(Bool)
  /// Marks this moment with a line of text, which is kept with the run.
  case note(String)
  case setLearningRate(Double)
  /// Whether a network on a live stream learns from it; ignored elsewhere.
  case setLearning(Bool)
  /// Shows another probe sequence.
  case selectProbe(Int)
  /// Sets the step of the probe, counted from 0, at which synapses are read; nil, or a step beyond the end: the last one.
  /// Ignored by a replay, which shows what was recorded.
  case setProbeCursor(Int?)
  /// Whether somebody looks at the details of explanations, which cost more than a probe. Sent when the view of them opens
  /// and when it is left; ignored by a replay, which has none.
  case explain(Bool)
  /// Chooses the output that is explained, an index into `TaskSummary.outputNames`; nil: the first one, of a
  /// classification the class that was answered. Ignored by a replay.
  case explainOutput(Int?)
  /// Moves a replay to this fraction of its length, 0 to 1; ignored while training.
  case seek(Double)
  /// Moves a replay to the next or the previous event (of those in `Playback.marks`); ignored while training.
  case seekEvent(forwards: Bool)
  /// Sets the speed of a replay, 1 being real time; ignored while training.
  case setPlaybackSpeed(Double)
}
