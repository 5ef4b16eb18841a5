/// What the readings of synapses are called: an LTC's are a conductance and a current, those of all other cells how
/// much a target moves with its source, and that times what the synapse saw.
struct SynapseWords {
  let strength: String
  let contribution: String
  let positive: String
  let negative: String

  /// - Parameter cell: the identifier of a kind of network.
  init(cell: String) {
    let isConductance = cell == "ltc"
    strength = isConductance ? "weight" : "gain"
    contribution = isConductance ? "current" : "effect"
    positive = isConductance ? "exc" : "+"
    negative = isConductance ? "inh" : "-"
  }
}
