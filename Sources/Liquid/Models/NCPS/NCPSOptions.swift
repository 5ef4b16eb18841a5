/// What a state dict of the package `ncps` does not tell; nil: as the file's own metadata say, else the package's
/// default. What it does tell (the maps, the mode `pure`) may be said too, and must then agree.
public struct NCPSOptions: Sendable, Hashable {
  /// `ode_unfolds` of an LTC.
  public var unfolds: Int?
  /// `implicit_param_constraints` of an LTC.
  public var constraints: LTC.Constraints?
  /// A CfC's mode, where its tensors leave it open.
  public var mode: CfC.Mode?
  /// Of a CfC's backbone.
  public var activation: CfC.Activation?
  /// How inputs are scaled, where there are no tensors of it.
  public var inputMap: ChannelMap?
  /// How outputs are scaled, where there are no tensors of it.
  public var outputMap: ChannelMap?
  /// How many neurons are outputs, for an LTC without an output map.
  public var outputs: Int?
  /// Which module of a larger one is meant, such as `rnn.`; the tensors outside of it are then ignored.
  public var prefix: String?

  /// Options that leave everything to the file and the package's defaults.
  public init() {}

  /// The keys of the metadata that `NCPS.write` adds.
  enum Key {
    static let expression = "ncps"
    static let unfolds = "ncps.ode_unfolds"
    static let constraints = "ncps.constraints"
    static let mode = "ncps.mode"
    static let activation = "ncps.activation"
    static let outputs = "ncps.outputs"

    /// Whether a key is one of these, or one of a model file's.
    static func isReserved(_ key: String) -> Bool {
      key == expression || key.hasPrefix(expression + ".") || key.hasPrefix(ModelFile.reservedPrefix)
    }
  }

  /// Fills in from a file's metadata what was not given.
  mutating func complete(from metadata: [String: String]) throws(NCPSError) {
    try Self.fill(&unfolds, from: metadata, Key.unfolds) { Int($0) }
    try Self.fill(&outputs, from: metadata, Key.outputs) { Int($0) }
    try Self.fill(&constraints, from: metadata, Key.constraints, LTC.Constraints.init(rawValue:))
    try Self.fill(&mode, from: metadata, Key.mode, CfC.Mode.init(rawValue:))
    try Self.fill(&activation, from: metadata, Key.activation, CfC.Activation.init(rawValue:))
  }

  private static func fill<Value>(
    _ value: inout Value?, from metadata: [String: String], _ key: String, _ parse: (String) -> Value?
  ) throws(NCPSError) {
    guard value == nil, let text = metadata[key] else { return }
    value = parse(text)
    if value == nil { throw .badMetadata(key: key, value: text) }
  }
}

/// Checks of what was said of a network against what its tensors say. Options are named as on the command line.
extension NCPSOptions {
  /// Throws where an option was given that the network does not have.
  func refuse(_ value: String?, _ option: String, _ fact: String) throws(NCPSError) {
    guard let value else { return }
    throw .contradiction(option: option, value: value, fact: fact)
  }

  /// Throws where something was said that only an LTC has.
  func refuseLTC() throws(NCPSError) {
    try refuse(unfolds.map(String.init), "--unfolds", "a CfC has none")
    try refuse(constraints?.rawValue, "--constraints", "a CfC has none")
    try refuse(outputs.map(String.init), "--outputs", "its outputs are known")
  }

  /// Throws where something was said that only a CfC has.
  func refuseCfC() throws(NCPSError) {
    try refuse(mode?.rawValue, "--mode", "an LTC has none")
    try refuse(activation?.rawValue, "--activation", "an LTC has none")
  }

  /// The map that was found, unless another one was asked for.
  func map(_ said: ChannelMap?, _ option: String, found: ChannelMap) throws(NCPSError) -> ChannelMap {
    guard let said, said != found else { return found }
    throw .contradiction(
      option: option, value: said.rawValue, fact: "its tensors make the map \(found.rawValue)")
  }

  /// The mode of a CfC: `pure` has tensors of its own, the others must be said.
  func mode(isPure: Bool) throws(NCPSError) -> CfC.Mode {
    guard let mode else { return isPure ? .pure : .default }
    guard (mode == .pure) == isPure else {
      let fact = isPure ? "w_tau and A are tensors of the mode pure" : "it has no w_tau and A"
      throw .contradiction(option: "--mode", value: mode.rawValue, fact: fact)
    }
    return mode
  }
}
