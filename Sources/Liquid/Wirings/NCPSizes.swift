/// The sizes of a neural circuit policy: its layers, and how densely one reaches the next.
///
/// Source: Lechner et al., "Neural circuit policies enabling auditable autonomy", Nature MI 2020.
public struct NCPSizes: Sendable, Hashable {
  public var inter: Int
  public var command: Int
  public var motor: Int
  /// How many inter neurons each input reaches.
  public var sensoryFanout: Int
  /// How many command neurons each inter neuron reaches.
  public var interFanout: Int
  /// How many pairs of command neurons are wired; a neuron may reach itself.
  public var recurrentCommandSynapses: Int
  /// How many command neurons reach each motor neuron.
  public var motorFanin: Int

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
  public init(units: Int, outputs: Int, command: Int? = nil, sparsity: Double) throws(WiringError) {
    guard outputs > 0 else { throw .badSizes(inputs: 1, neurons: units, outputs: outputs) }
    guard units > outputs, units - outputs >= 3 else {
      throw .tooFewUnits(units: units, outputs: outputs, minimum: outputs + 3)
    }
    guard sparsity >= 0, sparsity < 1 else { throw .badSparsity(sparsity) }
    let density = 1 - sparsity
    let hidden = units - outputs
    let command = command ?? max(Int(0.4 * Double(hidden)), 1)
    guard (1..<hidden).contains(command) else {
      throw .badCommandNeurons(command, limit: hidden - 1)
    }
    self.command = command
    inter = hidden - command
    motor = outputs
    sensoryFanout = max(Int(Double(inter) * density), 1)
    interFanout = max(Int(Double(command) * density), 1)
    // One command neuron at no sparsity would ask for two synapses onto itself.
    recurrentCommandSynapses = min(max(Int(Double(command) * density * 2), 1), command * command)
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
        inputs: inputs, neurons: max(inter, 0) + max(command, 0) + max(motor, 0), outputs: motor)
    }
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
