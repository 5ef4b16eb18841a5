/// A change to one input channel of the probe.
public struct Perturbation: Sendable, Hashable, Codable {
  /// What happens to the channel. Magnitudes are in standard deviations of the channel unless said otherwise.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Gaussian noise of standard deviation `magnitude` is added to every sample.
    case noise
    /// `magnitude` is added to a short pulse, a quarter of the way into the sequence by itself.
    case pulse
    /// From its start on, by itself a quarter of the way, the channel stays at the value it had there; `magnitude` has no
    /// effect.
    case hold
    /// Each sample is lost with probability `magnitude` (at most 1); the last one received stands in for it.
    case drop
    /// The channel is multiplied by 1 + `magnitude` (around its mean).
    case scale
    /// `magnitude` is added to every sample.
    case offset

    /// Where it begins by itself, as a fraction of the sequence.
    public var ownStart: Double {
      switch self {
      case .pulse, .hold: 0.25
      case .noise, .drop, .scale, .offset: 0
      }
    }
  }

  public var kind: Kind
  /// The input channel, an index into `TaskSummary.inputNames`.
  public var channel: Int
  public var magnitude: Double
  /// The chance, 0 to 1, that a sample within the perturbation's time is changed; 1 changes all of them.
  public var probability: Double
  /// How long it lasts, as a fraction of the sequence; nil is the kind's own: a sixteenth for a pulse, to the end for
  /// all others.
  public var duration: Double?
  /// Where it begins, as a fraction of the sequence; nil is the kind's own; see `Kind.ownStart`.
  public var start: Double?

  public init(
    kind: Kind, channel: Int, magnitude: Double, probability: Double = 1, duration: Double? = nil,
    start: Double? = nil
  ) {
    self.kind = kind
    self.channel = channel
    self.magnitude = magnitude
    self.probability = probability
    self.duration = duration
    self.start = start
  }

  /// Reads also what was recorded before perturbations had a probability, a duration and a start.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    kind = try container.decode(Kind.self, forKey: .kind)
    channel = try container.decode(Int.self, forKey: .channel)
    magnitude = try container.decode(Double.self, forKey: .magnitude)
    probability = try container.decodeIfPresent(Double.self, forKey: .probability) ?? 1
    duration = try container.decodeIfPresent(Double.self, forKey: .duration)
    start = try container.decodeIfPresent(Double.self, forKey: .start)
  }
}

/// A change inside the network while it runs the probe. What it shows are causes within the model, not in the
/// world that produced the data.
public struct Intervention: Sendable, Hashable, Codable {
  public enum Kind: Sendable, Hashable, Codable {
    /// The state is held at 0 and every synapse that leaves the neuron is cut.
    case silence
    /// The state is held at this value at every sub-step.
    case clamp(Float)
  }

  public var kind: Kind
  /// The neuron, an index into `ModelSummary.neurons`.
  public var neuron: Int

  public init(kind: Kind, neuron: Int) {
    self.kind = kind
    self.neuron = neuron
  }
}
