/// The gated recurrent unit with decays for values that are missing, with a dense layer that reads all neurons.
///
/// Some inputs are pairs of channels, a value x and a mask m that is 1 where the value was observed and 0 where it is
/// missing; the mean of the values is 0, as after a standard scaling. With the elapsed time dt, the time d since a variable
/// was last observed, and the value x' that was observed then:
///
///     d = dt + since;   g = exp(-max(0, w_d d + b_d));   seen = m x + (1 - m) g x'
///     since' = (1 - m) d;   x'' = m x + (1 - m) x'
///     h^ = exp(-max(0, W_d d + b_h)) h
///     [r, z] = sigmoid(W [seen, m] + U h^ + b);   n = tanh(W_n [seen, m] + U_n (r h^) + b_n);   h' = (1 - z) h^ + z n
///
/// so that what is missing decays from the last value towards the mean, and the states decay with the times since all
/// variables were observed. Channels without a mask are always observed: together they have one such time, dt. A sequence
/// begins as if each variable had been observed at its mean one step before, where the paper has d = 0 for the first step; a
/// mask is taken for 0 below 0 and for 1 above 1.
///
/// Tensors: `weight_ih` `[3 neurons, inputs]` and `weight_hh` `[3 neurons, neurons]` with the rows of r, z and n one after
/// the other, `bias_ih` `[3 neurons]`, `input_decay_w` and `input_decay_b` `[pairs]`, `state_decay_w` `[neurons, times]`,
/// `state_decay_b` `[neurons]`, `readout_w` `[outputs, neurons]`, `readout_b` `[outputs]`. The columns of `weight_ih` for masks
/// are the paper's V. States: h, then `since`, then x' of each pair.
///
/// The time constant is that of what a step keeps of the state: -dt / ln((1 - z) h^ / h).
/// Source: Che, Purushotham, Cho, Sontag and Liu, "Recurrent neural networks for multivariate time series with missing
/// values", 2018, equations 3 to 6 and 10 to 14. `GRU` has r after its matrix; here it is before U_n, as in the paper.
public struct GRUD: DenseCell {
  package static let traits = CellTraits(
    identifier: "gru-d", aliases: ["grud"], title: "GRU-D", wiring: .full, comparedForms: [])

  /// An input of two channels.
  package struct MaskedChannel: Sendable, Hashable, Codable {
    package let value: Int
    package let mask: Int

    package init(value: Int, mask: Int) {
      (self.value, self.mask) = (value, mask)
    }
  }

  package struct Options: CellOptions {
    /// The inputs that may be missing.
    package var masked: [MaskedChannel]

    package init(masked: [MaskedChannel] = []) {
      self.masked = masked
    }

    package init(_ settings: CellSettings) { self.init(masked: settings.masked) }

    package init(from decoder: any Decoder) throws {
      masked = try decoder.container(keyedBy: CodingKeys.self).decode(.masked, or: [])
    }

    private enum CodingKeys: String, CodingKey {
      case masked
    }

    package func validate() throws(ArchitectureError) {
      let channels = masked.flatMap { [$0.value, $0.mask] }
      guard channels.allSatisfy({ $0 >= 0 }), Set(channels).count == channels.count else {
        throw .invalidOption(
          name: "masked", value: "\(masked.map { [$0.value, $0.mask] })",
          allowed: "pairs of different channels")
      }
    }
  }

  public let wiring: Wiring
  package let options: Options
  public let layout: ParameterLayout

  /// Builds the cell on a wiring in which every synapse exists, such as `Wiring.fullyConnected`; no input has a mask.
  ///
  /// - Throws: `ArchitectureError.incompleteWiring` for any other.
  public init(wiring: Wiring) throws(ArchitectureError) {
    try self.init(wiring: wiring, options: Options())
  }

  package init(wiring: Wiring, options: Options) throws(ArchitectureError) {
    try Self.validate(wiring, options: options)
    if let channel = options.masked.flatMap({ [$0.value, $0.mask] }).max(), channel >= wiring.inputs {
      throw .invalidOption(
        name: "masked", value: "channel \(channel)", allowed: "below the number of inputs, \(wiring.inputs)")
    }
    self.wiring = wiring
    self.options = options
    layout = Self.layout(wiring, options)
  }

  func makeStepRunner() -> any StepRunner { GRUDStep(cell: self) }

  /// Whether some channel is neither a masked value nor a mask.
  var hasPlainChannels: Bool { wiring.inputs > 2 * options.masked.count }

  /// Times that the states decay by: one for each pair, and one for all channels without a mask.
  var timeCount: Int { options.masked.count + (hasPlainChannels ? 1 : 0) }

  package var synapseMatrices: SynapseMatrices? {
    SynapseMatrices(
      recurrent: [SynapseMatrix("weight_hh", gates: 3, bias: "bias_ih")],
      sensory: [SynapseMatrix("weight_ih", gates: 3, bias: "bias_ih")])
  }

  /// The states decay by how long inputs were missing, too.
  package var actsThroughSynapsesAlone: Bool { options.masked.isEmpty }

  /// Of each input that may be missing, since when and with what value.
  var keptRows: Int { 2 * options.masked.count }

  package func owner(ofState state: Int) -> StateOwner {
    let (index, pairs) = (state - wiring.neurons, options.masked.count)
    guard index >= 0 else { return .neurons(state..<state + 1) }
    return .input(index < pairs ? options.masked[index].mask : options.masked[index - pairs].value)
  }

  private static func layout(_ wiring: Wiring, _ options: Options) -> ParameterLayout {
    var layout = ParameterLayout()
    let (neurons, pairs) = (wiring.neurons, options.masked.count)
    let times = pairs + (wiring.inputs > 2 * pairs ? 1 : 0)
    layout.append("weight_ih", shape: [3 * neurons, wiring.inputs])
    layout.append("weight_hh", shape: [3 * neurons, neurons])
    layout.append("bias_ih", shape: [3 * neurons])
    if pairs > 0 {
      layout.append("input_decay_w", shape: [pairs])
      layout.append("input_decay_b", shape: [pairs])
    }
    layout.append("state_decay_w", shape: [neurons, times])
    layout.append("state_decay_b", shape: [neurons])
    layout.append(NetworkPorts(denseReadoutOf: wiring))
    return layout
  }

  /// Random parameters: gates as those of a GRU. The inputs' decays begin between none and a tenth a step, so that none is
  /// stuck where it has no slope; the states' are small, as they sum times of many variables that may be long.
  package func initialParameters(seed: UInt64) -> [Float] {
    var parameters = layout.gateParameters(seed: seed, neurons: wiring.neurons)
    var generator = SeededGenerator(seed: seed ^ 0x6772_752D_64)
    if !options.masked.isEmpty {
      for index in layout["input_decay_w"] { parameters[index] = Float(generator.uniform(0, 0.1)) }
    }
    let bound = 0.02 / Double(max(1, timeCount)).squareRoot()
    for index in layout["state_decay_w"] { parameters[index] = Float(generator.uniform(-bound, bound)) }
    return parameters
  }
}
