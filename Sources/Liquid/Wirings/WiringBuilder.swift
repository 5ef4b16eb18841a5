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

extension Wiring {
  /// The chance that a synapse of an unstructured wiring excites: twice as likely as that it inhibits.
  static let unstructuredExcitation = 2.0 / 3

  /// Every neuron reaches every neuron, itself included, and every input reaches every neuron.
  ///
  /// The first `outputs` neurons are motor neurons, the others inter neurons. +1 is drawn twice as often
  /// as -1.
  /// - Throws: `WiringError.badSizes` without inputs or outputs, or with more outputs than neurons.
  public static func fullyConnected(
    inputs: Int, neurons: Int, outputs: Int, seed: UInt64
  ) throws(WiringError) -> Wiring {
    try checkSizes(inputs: inputs, neurons: neurons, outputs: outputs)
    var builder = WiringBuilder(seed: seed, excitation: unstructuredExcitation)
    for source in 0..<neurons {
      for target in 0..<neurons { builder.join(source, target) }
    }
    for source in 0..<inputs {
      for target in 0..<neurons { builder.joinSensory(source, target) }
    }
    return try Wiring(
      kind: "full", inputs: inputs, outputs: outputs, layers: unstructuredLayers(neurons, outputs),
      synapses: builder.synapses, sensorySynapses: builder.sensorySynapses)
  }

  /// The layers of a wiring without command neurons.
  static func unstructuredLayers(_ neurons: Int, _ outputs: Int) -> [Layer] {
    Array(repeating: .motor, count: outputs) + Array(repeating: .inter, count: neurons - outputs)
  }

  static func checkSizes(inputs: Int, neurons: Int, outputs: Int) throws(WiringError) {
    guard inputs > 0, outputs > 0, outputs <= neurons else {
      throw .badSizes(inputs: inputs, neurons: neurons, outputs: outputs)
    }
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
    inputs: Int, neurons: Int, outputs: Int, sparsity: Double, seed: UInt64
  ) throws(WiringError) -> Wiring {
    try checkSizes(inputs: inputs, neurons: neurons, outputs: outputs)
    guard sparsity >= 0, sparsity < 1 else { throw .badSparsity(sparsity) }
    var builder = WiringBuilder(seed: seed, excitation: unstructuredExcitation)
    for pair in builder.choose(share(1 - sparsity, of: neurons * neurons), of: 0..<(neurons * neurons)) {
      builder.join(pair / neurons, pair % neurons)
    }
    for pair in builder.choose(share(1 - sparsity, of: inputs * neurons), of: 0..<(inputs * neurons)) {
      builder.joinSensory(pair / neurons, pair % neurons)
    }
    return try Wiring(
      kind: "random", inputs: inputs, outputs: outputs, layers: unstructuredLayers(neurons, outputs),
      synapses: builder.synapses, sensorySynapses: builder.sensorySynapses)
  }

  /// The part of `count` that a density keeps; halves go to the even neighbour, as in `ncps`.
  private static func share(_ density: Double, of count: Int) -> Int {
    Int((Double(count) * density).rounded(.toNearestOrEven))
  }
}
