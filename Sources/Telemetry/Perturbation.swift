/// A change to one input channel of the probe, and on request of the training inputs.
public struct Perturbation: Sendable, Hashable, Codable {
  /// What happens to the channel. Magnitudes are in standard deviations of the channel unless said otherwise.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Gaussian noise of standard deviation `magnitude` is added to every value.
    case noise
    /// `magnitude` is added to a short pulse, by default a quarter of the way into the sequence.
    case pulse
    /// From its start on, by default a quarter of the way, the channel stays at the value it had there; `magnitude` has no
    /// effect.
    case hold
    /// Each value is lost with probability `magnitude` (at most 1), and the last one received is repeated instead.
    case holdLast = "hold-last"
    /// The channel is multiplied by 1 + `magnitude` (around its mean).
    case scale
    /// `magnitude` is added to every value.
    case offset

    /// Files made before `hold-last` had its name call it `drop`.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let name = try container.decode(String.self)
      guard let kind = name == "drop" ? .holdLast : Kind(rawValue: name) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no perturbation")
      }
      self = kind
    }

    /// Where it begins by default, as a fraction of the sequence.
    public var ownStart: Double {
      switch self {
      case .pulse, .hold: 0.25
      case .noise, .holdLast, .scale, .offset: 0
      }
    }
  }

  public var kind: Kind
  /// The input channel, an index into `TaskSummary.inputNames`.
  public var channel: Int
  public var magnitude: Double
  /// The chance, 0 to 1, that a value within the perturbation's duration is changed; 1 changes all of them.
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

  /// Also reads files made before perturbations had a probability, a duration and a start.
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
