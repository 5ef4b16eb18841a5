/// How a network's gradient is carried along while it runs.
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

  /// How far from the neurons that a parameter acts on it is followed; nil: as far as it reaches.
  var furtherSynapses: Int? {
    switch self {
    case .off, .snap1: 0
    case .snap2: 1
    case .rtrl: nil
    }
  }
}
