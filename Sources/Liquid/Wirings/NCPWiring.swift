import Text

extension Wiring {
  /// A neural circuit policy: inputs reach inter neurons, these reach command neurons, which reach one
  /// another and the motor neurons. Polarities are +1 and -1 with equal chance.
  ///
  /// A neuron of the inter or command layer that the draw left unreached gets the mean fan-in of its layer,
  /// and a command neuron that reaches no motor neuron gets the mean fan-out, each at least 1: no neuron is
  /// cut off, so counts may lie a little above those asked for. Recurrent pairs are all different.
  /// - Throws: `WiringError` for an empty layer, or a fan that is not between 1 and the size of the layer
  ///   it draws from.
  public static func ncp(
    inputs: Int, inter: Int, command: Int, motor: Int, sensoryFanout: Int, interFanout: Int,
    recurrentCommandSynapses: Int, motorFanin: Int, seed: UInt64
  ) throws(WiringError) -> Wiring {
    let sizes = NCPSizes(
      inter: inter, command: command, motor: motor, sensoryFanout: sensoryFanout, interFanout: interFanout,
      recurrentCommandSynapses: recurrentCommandSynapses, motorFanin: motorFanin)
    return try ncp(inputs: inputs, sizes: sizes, seed: seed)
  }

  /// A neural circuit policy of the given sizes.
  public static func ncp(inputs: Int, sizes: NCPSizes, seed: UInt64) throws(WiringError) -> Wiring {
    try ncp(kind: "ncp", inputs: inputs, sizes: sizes, seed: seed)
  }

  static func ncp(
    kind: String, inputs: Int, sizes: NCPSizes, seed: UInt64
  ) throws(WiringError) -> Wiring {
    try sizes.check(inputs: inputs)
    var builder = WiringBuilder(seed: seed, excitation: 0.5)
    builder.joinSensoryToInter(inputs: 0..<inputs, sizes)
    builder.joinInterToCommand(sizes)
    builder.joinCommandToCommand(sizes)
    builder.joinCommandToMotor(sizes)
    let layers =
      sizes.motorIDs.map { _ in Layer.motor } + sizes.commandIDs.map { _ in .command }
      + sizes.interIDs.map { _ in .inter }
    return try Wiring(
      kind: kind, inputs: inputs, outputs: sizes.motor, layers: layers, synapses: builder.synapses,
      sensorySynapses: builder.sensorySynapses)
  }
}

extension WiringBuilder {
  fileprivate mutating func joinSensoryToInter(inputs: Range<Int>, _ sizes: NCPSizes) {
    var unreached = Set(sizes.interIDs)
    for source in inputs {
      for target in choose(sizes.sensoryFanout, of: sizes.interIDs) {
        joinSensory(source, target)
        unreached.remove(target)
      }
    }
    let fanin = Self.mean(inputs.count * sizes.sensoryFanout, over: sizes.inter, limit: inputs.count)
    for target in unreached.sorted() {
      for source in choose(fanin, of: inputs) { joinSensory(source, target) }
    }
  }

  fileprivate mutating func joinInterToCommand(_ sizes: NCPSizes) {
    var unreached = Set(sizes.commandIDs)
    for source in sizes.interIDs {
      for target in choose(sizes.interFanout, of: sizes.commandIDs) {
        join(source, target)
        unreached.remove(target)
      }
    }
    let fanin = Self.mean(sizes.inter * sizes.interFanout, over: sizes.command, limit: sizes.inter)
    for target in unreached.sorted() {
      for source in choose(fanin, of: sizes.interIDs) { join(source, target) }
    }
  }

  fileprivate mutating func joinCommandToCommand(_ sizes: NCPSizes) {
    let first = sizes.commandIDs.lowerBound
    for pair in choose(sizes.recurrentCommandSynapses, of: 0..<(sizes.command * sizes.command)) {
      join(first + pair / sizes.command, first + pair % sizes.command)
    }
  }

  fileprivate mutating func joinCommandToMotor(_ sizes: NCPSizes) {
    var idle = Set(sizes.commandIDs)
    for target in sizes.motorIDs {
      for source in choose(sizes.motorFanin, of: sizes.commandIDs) {
        join(source, target)
        idle.remove(source)
      }
    }
    let fanout = Self.mean(sizes.motor * sizes.motorFanin, over: sizes.command, limit: sizes.motor)
    for source in idle.sorted() {
      for target in choose(fanout, of: sizes.motorIDs) { join(source, target) }
    }
  }

  /// The mean number of synapses per neuron, rounded down, between 1 and `limit`.
  private static func mean(_ synapses: Int, over neurons: Int, limit: Int) -> Int {
    min(max(synapses / neurons, 1), limit)
  }
}

extension Wiring {
  /// A neural circuit policy whose sizes follow from the number of units and outputs.
  ///
  /// - Parameters:
  ///   - units: neurons in all, at least 3 more than `outputs`.
  ///   - outputs: motor neurons.
  ///   - sparsity: the share of possible synapses to leave out between layers, at least 0 and below 1.
  /// - Throws: `WiringError` where the sizes do not allow it.
  public static func autoNCP(
    inputs: Int, units: Int, outputs: Int, sparsity: Double = 0.5, seed: UInt64
  ) throws(WiringError) -> Wiring {
    let sizes = try NCPSizes(units: units, outputs: outputs, sparsity: sparsity)
    return try ncp(kind: "auto-ncp", inputs: inputs, sizes: sizes, seed: seed)
  }
}

/// The sizes of a neural circuit policy: its layers, and how densely one reaches the next.
///
/// Source: Lechner et al., "Neural circuit policies enabling auditable autonomy", Nature MI 2020.
public struct NCPSizes: Sendable, Hashable {
  /// Inter neurons, which inputs reach.
  public var inter: Int
  /// Command neurons, which inter neurons and one another reach.
  public var command: Int
  /// Motor neurons, which are the outputs.
  public var motor: Int
  /// How many inter neurons each input reaches.
  public var sensoryFanout: Int
  /// How many command neurons each inter neuron reaches.
  public var interFanout: Int
  /// How many pairs of command neurons are wired; a neuron may reach itself.
  public var recurrentCommandSynapses: Int
  /// How many command neurons reach each motor neuron.
  public var motorFanin: Int

  /// Sizes that are given one by one; what is not allowed is found where the wiring is drawn.
  public init(
    inter: Int, command: Int, motor: Int, sensoryFanout: Int, interFanout: Int,
    recurrentCommandSynapses: Int, motorFanin: Int
  ) {
    self.inter = inter
    self.command = command
    self.motor = motor
    self.sensoryFanout = sensoryFanout
    self.interFanout = interFanout
    self.recurrentCommandSynapses = recurrentCommandSynapses
    self.motorFanin = motorFanin
  }

  /// The sizes that `auto-ncp` derives: four in ten of the neurons that are not outputs become command
  /// neurons, and each fan is the share 1 - `sparsity` of the layer it reaches, at least 1.
  ///
  /// - Parameter command: another number of command neurons, from which the fans follow in the same way.
  /// - Throws: `WiringError.tooFewUnits` below three more units than outputs, `.badSparsity` outside 0 ..< 1,
  ///   `.badCommandNeurons` where they leave no inter neuron.
  public init(units: Int, outputs: Int, command: Int? = nil, sparsity: Double = 0.5) throws(WiringError) {
    guard outputs > 0 else { throw .badSizes(inputs: 1, neurons: units, outputs: outputs) }
    guard units > outputs, units - outputs >= 3 else {
      throw .tooFewUnits(units: units, outputs: outputs, minimum: outputs.saturatingSum(3))
    }
    guard sparsity >= 0, sparsity < 1 else { throw .badSparsity(sparsity) }
    let density = 1 - sparsity
    let hidden = units - outputs
    let command = command ?? max(Int(saturating: 0.4 * Double(hidden)), 1)
    guard (1..<hidden).contains(command) else {
      throw .badCommandNeurons(command, limit: hidden - 1)
    }
    self.command = command
    inter = hidden - command
    motor = outputs
    sensoryFanout = max(Int(saturating: Double(inter) * density), 1)
    interFanout = max(Int(saturating: Double(command) * density), 1)
    // One command neuron at no sparsity would ask for two synapses onto itself.
    recurrentCommandSynapses = min(
      max(Int(saturating: Double(command) * density * 2), 1), command.saturatingProduct(command))
    motorFanin = interFanout
  }

  /// Neurons of all layers.
  public var neurons: Int { motor + command + inter }

  // Ids run motor, command, inter.
  var motorIDs: Range<Int> { 0..<motor }
  var commandIDs: Range<Int> { motor..<(motor + command) }
  var interIDs: Range<Int> { (motor + command)..<neurons }

  func check(inputs: Int) throws(WiringError) {
    guard inputs > 0, inter > 0, command > 0, motor > 0 else {
      throw .badSizes(
        inputs: inputs, neurons: max(inter, 0).saturatingSum(max(command, 0)).saturatingSum(max(motor, 0)),
        outputs: motor)
    }
    try Wiring.checkPairs([(inputs, inter), (inter, command), (command, command), (motor, command)])
    try Self.check("sensory fan-out", sensoryFanout, limit: inter)
    try Self.check("inter fan-out", interFanout, limit: command)
    try Self.check("motor fan-in", motorFanin, limit: command)
    guard recurrentCommandSynapses >= 0, recurrentCommandSynapses <= command * command else {
      throw .badRecurrence(synapses: recurrentCommandSynapses, limit: command * command)
    }
  }

  private static func check(_ name: String, _ value: Int, limit: Int) throws(WiringError) {
    guard (1...limit).contains(value) else { throw .badFan(name: name, value: value, limit: limit) }
  }
}
