import Text

/// Which synapses exist in a network, and their polarity: a value, built once and shared freely.
///
/// Neuron ids run motor, command, inter, as in the `ncps` package; the first `outputs` neurons are the motor
/// neurons whose states the output map reads. Synapses are sorted by target, then source.
/// Source: Lechner et al., "Neural circuit policies enabling auditable autonomy", Nature MI 2020.
public struct Wiring: Sendable, Hashable {
  /// A neuron's place in the network.
  public enum Layer: String, Sendable, Hashable, Codable, CaseIterable {
    case motor
    case command
    case inter
  }

  /// One synapse. For a sensory synapse `source` is an input channel, else a neuron.
  public struct Synapse: Sendable, Hashable, Codable {
    /// An input channel, or a neuron.
    public var source: Int
    /// A neuron.
    public var target: Int
    /// +1 excites, -1 inhibits: the initial reversal potential.
    public var polarity: Int

    /// - Parameter polarity: +1 or -1.
    public init(source: Int, target: Int, polarity: Int) {
      self.source = source
      self.target = target
      self.polarity = polarity
    }
  }

  /// How the wiring was made, such as `full` or `auto-ncp`.
  public let kind: String
  /// Input channels.
  public let inputs: Int
  /// Motor neurons: the first ones.
  public let outputs: Int
  /// One per neuron.
  public let layers: [Layer]
  /// Sorted by (target, source), without repeats.
  public let synapses: [Synapse]
  /// Sorted by (target, source), without repeats.
  public let sensorySynapses: [Synapse]
  /// What the neurons are called where they have names of their own, such as those of an animal: one per neuron, as
  /// they were given. Nil: they are numbered within their layers.
  public let names: [String]?

  /// Whether neurons and synapses are the same, whatever they are called.
  func hasSameSynapses(as other: Wiring) -> Bool {
    inputs == other.inputs && outputs == other.outputs && layers == other.layers
      && synapses == other.synapses && sensorySynapses == other.sensorySynapses
  }

  /// The number of neurons, motor neurons included.
  public var neurons: Int { layers.count }

  /// Makes a wiring from its synapses, in any order.
  ///
  /// - Throws: `WiringError` where an index lies outside, a synapse is repeated, a polarity is not +1 or -1,
  ///   there are more outputs than neurons, or names for another number of them.
  public init(
    kind: String, inputs: Int, outputs: Int, layers: [Layer], synapses: [Synapse],
    sensorySynapses: [Synapse], names: [String]? = nil
  ) throws(WiringError) {
    guard inputs > 0, outputs > 0, outputs <= layers.count else {
      throw .badSizes(inputs: inputs, neurons: layers.count, outputs: outputs)
    }
    if let names, names.count != layers.count {
      throw .badNames(count: names.count, neurons: layers.count)
    }
    self.names = names
    self.kind = kind
    self.inputs = inputs
    self.outputs = outputs
    self.layers = layers
    self.synapses = try Self.sorted(synapses, sources: layers.count, targets: layers.count)
    self.sensorySynapses = try Self.sorted(sensorySynapses, sources: inputs, targets: layers.count)
  }

  /// The name shown for a neuron: its own, or its layer and its place within it, such as `command 3`.
  ///
  /// A name of its own may come from a file: it is shortened, and characters that steer a terminal are replaced.
  public func name(ofNeuron neuron: Int) -> String {
    require(layers.indices.contains(neuron), "there is no neuron \(neuron) of \(layers.count)")
    if let names { return names[neuron].displayed }
    let layer = layers[neuron]
    let place = layers[..<neuron].reduce(0) { $0 + ($1 == layer ? 1 : 0) }
    return "\(layer.rawValue) \(place)"
  }

  private static func sorted(
    _ synapses: [Synapse], sources: Int, targets: Int
  ) throws(WiringError) -> [Synapse] {
    func precedes(_ one: Synapse, _ other: Synapse) -> Bool {
      (one.target, one.source) < (other.target, other.source)
    }
    let isSorted = zip(synapses, synapses.dropFirst()).allSatisfy { precedes($0, $1) }
    let sorted = isSorted ? synapses : synapses.sorted(by: precedes)
    var previous: Synapse?
    for synapse in sorted {
      guard (0..<sources).contains(synapse.source), (0..<targets).contains(synapse.target) else {
        throw .synapseOutside(source: synapse.source, target: synapse.target)
      }
      guard [-1, 1].contains(synapse.polarity) else {
        throw .badPolarity(synapse.polarity, source: synapse.source, target: synapse.target)
      }
      if let previous, previous.source == synapse.source, previous.target == synapse.target {
        throw .repeatedSynapse(source: synapse.source, target: synapse.target)
      }
      previous = synapse
    }
    return sorted
  }
}

/// Why a wiring cannot be built.
public enum WiringError: Error, Sendable, Hashable {
  case badSizes(inputs: Int, neurons: Int, outputs: Int)
  case synapseOutside(source: Int, target: Int)
  case badPolarity(Int, source: Int, target: Int)
  case repeatedSynapse(source: Int, target: Int)
  /// Names for more or fewer neurons than there are.
  case badNames(count: Int, neurons: Int)
  /// A fan-out or fan-in that is not between 1 and the size of the layer it reaches into.
  case badFan(name: String, value: Int, limit: Int)
  /// More recurrent synapses than pairs of command neurons, or fewer than none.
  case badRecurrence(synapses: Int, limit: Int)
  /// A number of command neurons that leaves none, or no inter neuron.
  case badCommandNeurons(Int, limit: Int)
  /// A sparsity outside of 0 ..< 1.
  case badSparsity(Double)
  /// More pairs of neurons than a wiring is drawn from.
  case tooLarge(pairs: Int, limit: Int)
  /// `auto-ncp` needs more units than outputs by at least 3.
  case tooFewUnits(units: Int, outputs: Int, minimum: Int)
}

extension WiringError: WordedError {
  public var description: String {
    switch self {
    case .badSizes(let inputs, let neurons, let outputs):
      "a wiring needs at least one input and output and no more outputs than neurons"
        + " (it has \(inputs) inputs, \(neurons) neurons, \(outputs) outputs)"
    case .synapseOutside(let source, let target):
      "the synapse \(source) -> \(target) lies outside the network"
    case .badPolarity(let polarity, let source, let target):
      "the polarity of the synapse \(source) -> \(target) is \(polarity), not +1 or -1"
    case .repeatedSynapse(let source, let target):
      "the synapse \(source) -> \(target) is there twice"
    case .badNames(let count, let neurons):
      "there are \(counted(count, "name")) for \(counted(neurons, "neuron"))"
    case .badFan(let name, let value, let limit):
      "\(name) is \(value); it must be between 1 and \(limit), the size of the layer at its other end"
    case .badRecurrence(let synapses, let limit):
      "there are to be \(synapses) recurrent synapses; the command neurons have 0 to \(limit) pairs"
    case .badCommandNeurons(let count, let limit):
      "there are to be \(count) command neurons; these units and outputs allow 1 to \(limit)"
    case .badSparsity(let sparsity):
      "the sparsity is \(sparsity); it must be at least 0 and below 1"
    case .tooLarge(let pairs, let limit):
      "its layers have \(pairs) pairs of neurons; at most \(limit) are supported, such as 8,000 neurons with a full wiring"
    case .tooFewUnits(let units, let outputs, let minimum):
      "\(units == 1 ? "1 unit is" : "\(units) units are") too few for \(outputs == 1 ? "1 output" : "\(outputs) outputs"); use at least \(minimum)"
    }
  }
}
