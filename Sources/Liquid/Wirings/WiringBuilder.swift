/// Draws the synapses of a wiring: the random choices that the factories share.
///
/// Callers join each pair at most once; `Wiring.init` checks it.
struct WiringBuilder {
  private(set) var synapses: [Wiring.Synapse] = []
  private(set) var sensorySynapses: [Wiring.Synapse] = []
  private var generator: SeededGenerator
  /// The chance that a synapse excites.
  private let excitation: Double

  init(seed: UInt64, excitation: Double) {
    generator = SeededGenerator(seed: seed)
    self.excitation = excitation
  }

  mutating func join(_ source: Int, _ target: Int) {
    synapses.append(makeSynapse(source, target))
  }

  mutating func joinSensory(_ source: Int, _ target: Int) {
    sensorySynapses.append(makeSynapse(source, target))
  }

  /// `count` different members of `population`, in random order (a partial Fisher-Yates shuffle).
  mutating func choose(_ count: Int, of population: Range<Int>) -> [Int] {
    var pool = Array(population)
    for place in 0..<count {
      pool.swapAt(place, place + generator.integer(below: pool.count - place))
    }
    return Array(pool.prefix(count))
  }

  private mutating func makeSynapse(_ source: Int, _ target: Int) -> Wiring.Synapse {
    let polarity = generator.uniform() < excitation ? 1 : -1
    return Wiring.Synapse(source: source, target: target, polarity: polarity)
  }
}
