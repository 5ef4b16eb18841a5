/// The panels that can have the focus and fill the screen.
public enum PanelKind: String, Sendable, Hashable, CaseIterable {
  case loss
  case outputs
  case neurons
  case inputs
  /// The final model's test under conditions, where there was one.
  case conditions
  /// The selected input channel as a chart.
  case channel
  /// The kinds of perturbation and their strengths; full screen with what they do beside it.
  case perturb
  /// The road that the network drives along, where it drives.
  case road
  /// What is in force at present.
  case active
  case effect
  /// All neurons, one row each.
  case neuronTable
  /// The selected neuron's state and time constant over the probe.
  case state
  case timeConstant
  /// The synapses into and out of the selected neuron.
  case incoming
  case outgoing
  case raster
  case wiring
  /// The list of recorded runs.
  case runs
}
