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

  /// The mean number of synapses a neuron, rounded down, between 1 and `limit`.
  private static func mean(_ synapses: Int, over neurons: Int, limit: Int) -> Int {
    min(max(synapses / neurons, 1), limit)
  }
}
