/// How the gradient of an earlier prediction is known while a network runs.
public enum OnlineMethod: String, Sendable, Hashable, CaseIterable {
  /// Not at all: the network only runs.
  case off
  /// Real-time recurrent learning: the exact gradient, of all steps so far.
  case rtrl
  /// Keeps for each parameter only what it does to the neurons that it acts on directly.
  ///
  /// Source: Menick et al., "Practical real time recurrent learning with a sparse approximation", ICLR 2021.
  case snap1 = "snap-1"
  /// Keeps that and what it does to the neurons one synapse further on; nearly exact on sparse wirings.
  case snap2 = "snap-2"
  /// Runs windows of recent steps once more, from the states that they started with, and backpropagates through each: the
  /// newest window and some earlier ones. See ``OnlineReplayOptions``.
  case replay

  /// Whether derivatives are carried from step to step.
  var carriesDerivatives: Bool {
    switch self {
    case .off, .replay: false
    case .rtrl, .snap1, .snap2: true
    }
  }

  /// How far from the neurons that a parameter acts on it is followed; nil: as far as it reaches.
  var furtherSynapses: Int? {
    switch self {
    case .off, .replay, .snap1: 0
    case .snap2: 1
    case .rtrl: nil
    }
  }
}
