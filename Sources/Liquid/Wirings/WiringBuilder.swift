import Text

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

  /// - Parameter polarity: nil: it is drawn.
  mutating func join(_ source: Int, _ target: Int, polarity: Int?) {
    guard let polarity else { return join(source, target) }
    synapses.append(Wiring.Synapse(source: source, target: target, polarity: polarity))
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

  /// Every source with every target, sorted by target; polarities are drawn source by source.
  mutating func joinAll(sources: Int, targets: Int) -> [Wiring.Synapse] {
    var all = [Wiring.Synapse](
      repeating: Wiring.Synapse(source: 0, target: 0, polarity: 1), count: sources * targets)
    for source in 0..<sources {
      for target in 0..<targets { all[target * sources + source] = makeSynapse(source, target) }
    }
    return all
  }

  private mutating func makeSynapse(_ source: Int, _ target: Int) -> Wiring.Synapse {
    let polarity = generator.uniform() < excitation ? 1 : -1
    return Wiring.Synapse(source: source, target: target, polarity: polarity)
  }
}

extension Wiring {
  /// The chance that a synapse of an unstructured wiring excites: twice as likely as that it inhibits.
  static let unstructuredExcitation = 2.0 / 3

  /// Every neuron reaches every neuron, itself included, and every input reaches every neuron.
  ///
  /// The first `outputs` neurons are motor neurons, the others inter neurons. +1 is drawn twice as often
  /// as -1.
  /// - Throws: `WiringError.badSizes` without inputs or outputs, or with more outputs than neurons.
  public static func fullyConnected(
    inputs: Int, units: Int, outputs: Int, seed: UInt64
  ) throws(WiringError) -> Wiring {
    try checkSizes(inputs: inputs, units: units, outputs: outputs)
    var builder = WiringBuilder(seed: seed, excitation: unstructuredExcitation)
    let synapses = builder.joinAll(sources: units, targets: units)
    let sensory = builder.joinAll(sources: inputs, targets: units)
    return try Wiring(
      kind: "full", inputs: inputs, outputs: outputs, layers: unstructuredLayers(units, outputs),
      synapses: synapses, sensorySynapses: sensory)
  }

  /// The layers of a wiring without command neurons.
  static func unstructuredLayers(_ neurons: Int, _ outputs: Int) -> [Layer] {
    Array(repeating: .motor, count: outputs) + Array(repeating: .inter, count: neurons - outputs)
  }

  static func checkSizes(inputs: Int, units: Int, outputs: Int) throws(WiringError) {
    guard inputs > 0, outputs > 0, outputs <= units else {
      throw .badSizes(inputs: inputs, neurons: units, outputs: outputs)
    }
    try checkPairs([(units, units), (inputs, units)])
  }

  /// The most pairs that a wiring may draw its synapses from: more would take minutes and gigabytes.
  private static let mostPairs = 1 << 26

  /// Throws where layers of these sizes have more pairs than a wiring may have.
  static func checkPairs(_ layers: [(Int, Int)]) throws(WiringError) {
    let pairs = layers.reduce(0) { $0.saturatingSum($1.0.saturatingProduct($1.1)) }
    guard pairs <= mostPairs else { throw .tooLarge(pairs: pairs, limit: mostPairs) }
  }
}

extension Wiring {
  /// A share 1 - `sparsity` of all pairs is wired, drawn evenly: among neurons (a neuron may reach itself)
  /// and from the inputs, each share rounded to the nearest count of synapses.
  ///
  /// The first `outputs` neurons are motor neurons, the others inter neurons. +1 is drawn twice as often
  /// as -1.
  /// - Throws: `WiringError` for sizes as in `fullyConnected`, or a sparsity outside 0 ..< 1.
  public static func random(
    inputs: Int, units: Int, outputs: Int, sparsity: Double, seed: UInt64
  ) throws(WiringError) -> Wiring {
    try checkSizes(inputs: inputs, units: units, outputs: outputs)
    guard sparsity >= 0, sparsity < 1 else { throw .badSparsity(sparsity) }
    var builder = WiringBuilder(seed: seed, excitation: unstructuredExcitation)
    for pair in builder.choose(share(1 - sparsity, of: units * units), of: 0..<(units * units)) {
      builder.join(pair / units, pair % units)
    }
    for pair in builder.choose(share(1 - sparsity, of: inputs * units), of: 0..<(inputs * units)) {
      builder.joinSensory(pair / units, pair % units)
    }
    return try Wiring(
      kind: "random", inputs: inputs, outputs: outputs, layers: unstructuredLayers(units, outputs),
      synapses: builder.synapses, sensorySynapses: builder.sensorySynapses)
  }

  /// The part of `count` that a density keeps; halves go to the even neighbour, as in `ncps`.
  private static func share(_ density: Double, of count: Int) -> Int {
    Int((Double(count) * density).rounded(.toNearestOrEven))
  }
}
