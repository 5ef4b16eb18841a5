/// What a state dict of the package `ncps` does not tell; nil: as the file's own metadata say, else the package's
/// default. What it does tell (the maps, the mode `pure`) may be said too, and must then agree.
public struct NCPSOptions: Sendable, Hashable {
  /// `ode_unfolds` of an LTC.
  public var unfolds: Int?
  /// `implicit_param_constraints` of an LTC.
  public var constraints: LTC.Constraints?
  public var mode: CfC.Mode?
  /// Of a CfC's backbone.
  public var activation: CfC.Activation?
  public var inputMap: ChannelMap?
  public var outputMap: ChannelMap?
  /// How many neurons are outputs, for an LTC without an output map.
  public var outputs: Int?
  /// Which module of a larger one is meant, such as `rnn.`; the tensors outside of it are then ignored.
  public var prefix: String?

  public init() {}

  /// The keys of the metadata that `NCPS.write` adds.
  enum Key {
    static let expression = "ncps"
    static let unfolds = "ncps.ode_unfolds"
    static let constraints = "ncps.constraints"
    static let mode = "ncps.mode"
    static let activation = "ncps.activation"
    static let outputs = "ncps.outputs"
  }

  /// Takes from a file's metadata what nobody said.
  mutating func complete(from metadata: [String: String]) throws(NCPSError) {
    unfolds = try unfolds ?? Self.value(metadata, Key.unfolds) { Int($0) }
    outputs = try outputs ?? Self.value(metadata, Key.outputs) { Int($0) }
    constraints = try constraints ?? Self.value(metadata, Key.constraints, LTC.Constraints.init(rawValue:))
    mode = try mode ?? Self.value(metadata, Key.mode, CfC.Mode.init(rawValue:))
    activation = try activation ?? Self.value(metadata, Key.activation, CfC.Activation.init(rawValue:))
  }

  private static func value<Value>(
    _ metadata: [String: String], _ key: String, _ parse: (String) -> Value?
  ) throws(NCPSError) -> Value? {
    guard let text = metadata[key] else { return nil }
    guard let value = parse(text) else { throw .badMetadata(key: key, value: text) }
    return value
  }
}
