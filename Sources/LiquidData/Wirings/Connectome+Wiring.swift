import Liquid
import Text

extension Connectome {
  /// A network's wiring: inputs reach the sensory neurons, the first motor neurons give the outputs.
  ///
  /// Neurons are ordered as in other wirings: motor ones, those between, sensory ones; a neuron that is both motor and
  /// sensory is among the motor ones. Where the table does not say whether a synapse excites, the seed does, +1 twice as
  /// often as -1.
  ///
  /// - Parameter outputs: nil: all motor neurons, for a layer that reads them.
  /// - Returns: the wiring, and what a person should know of it, one sentence each.
  /// - Throws: `ConnectomeError` without sensory or motor neurons, or with fewer motor neurons than outputs.
  package func wiring(
    inputs: Int, outputs: Int?, seed: UInt64
  ) throws(ConnectomeError) -> (wiring: Wiring, notes: [String]) {
    let assigned = try assignedRoles(outputs: outputs ?? 1)
    let outputs = outputs ?? assigned.motor.count
    guard outputs <= assigned.motor.count else {
      throw ConnectomeError(.tooFewMotorNeurons(assigned.motor.count, outputs: outputs), file: file)
    }
    let motor = Set(assigned.motor)
    let inter = assigned.sensory.filter { !motor.contains($0) }
    let taken = motor.union(inter)
    let command = names.indices.filter { !taken.contains($0) }
    let order = assigned.motor + command + inter
    var places = [Int](repeating: 0, count: order.count)
    for (place, neuron) in order.enumerated() { places[neuron] = place }
    let layers =
      assigned.motor.map { _ in Wiring.Layer.motor } + command.map { _ in .command }
      + inter.map { _ in .inter }
    let wiring: Wiring
    do {
      wiring = try Wiring.known(
        kind: "file", inputs: inputs, outputs: outputs, layers: layers,
        names: order.map { names[$0].sanitized },
        synapses: connections.map {
          .init(source: places[$0.source], target: places[$0.target], polarity: $0.polarity)
        },
        sensory: assigned.sensory.map { places[$0] }, seed: seed)
    } catch {
      throw ConnectomeError(.wiring(error), file: file)
    }
    let facts = ConnectomeFacts(connectome: self, roles: assigned, wiring: wiring)
    return (wiring, facts.notes)
  }

  /// The sensory and the motor neurons, each in the order in which inputs and outputs take them.
  struct AssignedRoles {
    let sensory: [Int]
    let motor: [Int]
  }

  private func assignedRoles(outputs: Int) throws(ConnectomeError) -> AssignedRoles {
    guard let roles else { return try rolesByDegree(outputs: outputs) }
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    func neurons(_ role: ConnectomeWords.Role) throws(ConnectomeError) -> [Int] {
      let neurons = roles.members(role).compactMap { places[$0] }
      guard !neurons.isEmpty else {
        throw ConnectomeError(.noNeuron(role: role.rawValue, isGiven: true), file: file)
      }
      return neurons
    }
    return AssignedRoles(sensory: try neurons(.sensory), motor: try neurons(.motor))
  }

  /// Roles that follow from the synapses alone.
  ///
  /// Sensory neurons reach another neuron: a quarter of all neurons, those that the fewest others reach, of these those
  /// that reach the most; and each neuron that none reaches. Motor neurons are others that some neuron reaches: a quarter
  /// of all, or as many as there are outputs, those that reach the fewest for each that reaches them, of these those
  /// that the most reach; and each neuron that reaches none. Equal ones are in the order of their names.
  private func rolesByDegree(outputs: Int) throws(ConnectomeError) -> AssignedRoles {
    var (fanIn, fanOut) = ([Int](repeating: 0, count: names.count), [Int](repeating: 0, count: names.count))
    for connection in connections where connection.source != connection.target {
      fanOut[connection.source] += 1
      fanIn[connection.target] += 1
    }
    let quarter = max(names.count / 4, 1)
    let senders = names.indices.filter { fanOut[$0] > 0 }.sorted {
      (fanIn[$0], -fanOut[$0], $0) < (fanIn[$1], -fanOut[$1], $1)
    }
    let sensory = senders.prefix(max(quarter, senders.count { fanIn[$0] == 0 }))
    let taken = Set(sensory)
    func rank(_ neuron: Int) -> (Double, Int, Int) {
      (Double(fanOut[neuron]) / Double(fanIn[neuron]), -fanIn[neuron], neuron)
    }
    let receivers = names.indices.filter { fanIn[$0] > 0 && !taken.contains($0) }.sorted {
      rank($0) < rank($1)
    }
    let motor = receivers.prefix(max(quarter, outputs, receivers.count { fanOut[$0] == 0 }))
    for (role, neurons) in [("sensory", Array(sensory)), ("motor", Array(motor))] where neurons.isEmpty {
      throw ConnectomeError(.noNeuron(role: role, isGiven: false), file: file)
    }
    return AssignedRoles(sensory: Array(sensory), motor: Array(motor))
  }
}
