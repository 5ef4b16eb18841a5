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
    public var source: Int
    public var target: Int
    /// +1 excites, -1 inhibits: the initial reversal potential.
    public var polarity: Int

    public init(source: Int, target: Int, polarity: Int) {
      self.source = source
      self.target = target
      self.polarity = polarity
    }
  }

  /// How the wiring was made, such as `full` or `auto-ncp`.
  public let kind: String
  public let inputs: Int
  public let outputs: Int
  /// One entry a neuron.
  public let layers: [Layer]
  /// Sorted by (target, source), without repeats.
  public let synapses: [Synapse]
  /// Sorted by (target, source), without repeats.
  public let sensorySynapses: [Synapse]

  public var neurons: Int { layers.count }

  /// Makes a wiring from its synapses, in any order.
  ///
  /// - Throws: `WiringError` where an index lies outside, a synapse is repeated, a polarity is not +1 or -1,
  ///   or there are more outputs than neurons.
  public init(
    kind: String, inputs: Int, outputs: Int, layers: [Layer], synapses: [Synapse],
    sensorySynapses: [Synapse]
  ) throws(WiringError) {
    guard inputs > 0, outputs > 0, outputs <= layers.count else {
      throw .badSizes(inputs: inputs, neurons: layers.count, outputs: outputs)
    }
    self.kind = kind
    self.inputs = inputs
    self.outputs = outputs
    self.layers = layers
    self.synapses = try Self.sorted(synapses, sources: layers.count, targets: layers.count)
    self.sensorySynapses = try Self.sorted(sensorySynapses, sources: inputs, targets: layers.count)
  }

  /// The name shown for a neuron: its layer and its place within it, such as `command 3`.
  public func name(ofNeuron neuron: Int) -> String {
    let layer = layers[neuron]
    let place = layers[..<neuron].reduce(0) { $0 + ($1 == layer ? 1 : 0) }
    return "\(layer.rawValue) \(place)"
  }

  private static func sorted(
    _ synapses: [Synapse], sources: Int, targets: Int
  ) throws(WiringError) -> [Synapse] {
    let sorted = synapses.sorted { ($0.target, $0.source) < ($1.target, $1.source) }
    var previous: Synapse?
    for synapse in sorted {
      guard (0..<sources).contains(synapse.source), (0..<targets).contains(synapse.target) else {
        throw .synapseOutside(source: synapse.source, target: synapse.target)
      }
      guard abs(synapse.polarity) == 1 else {
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
