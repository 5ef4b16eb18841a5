import Liquid
import Text

/// What a person should know of a wiring that was read from a file.
struct ConnectomeFacts {
  let connectome: Connectome
  let roles: Connectome.AssignedRoles
  let wiring: Wiring

  var notes: [String] {
    let all = [
      size, polarities, roleNote, sensoryOutputs, leftOut, named, unreachedOutputs, idleNeurons,
    ].compactMap(\.self)
    return connectome.readingNotes + all
  }

  private var size: String {
    let excitatory = wiring.synapses.count { $0.polarity > 0 }
    let inhibitory = wiring.synapses.count - excitatory
    var text =
      "the wiring of \(connectome.file): \(counted(wiring.neurons, "neuron")), \(counted(wiring.synapses.count, "synapse"))"
      + " (\(excitatory) excitatory, \(inhibitory) inhibitory)"
    let junctions = connectome.junctions
    if junctions > 0 {
      let act = junctions == 1 ? "acts as two excitatory synapses" : "act as two excitatory synapses each"
      text += "; \(counted(junctions, "electrical junction")) among them \(act), one each way"
    }
    return text
  }

  private var polarities: String? {
    let drawn = connectome.connections.count { $0.polarity == nil }
    guard drawn > 0 else { return nil }
    let words = connectome.unknownPolarities.keys.sorted()
    let why = words.isEmpty ? "" : "; no polarity is known of \(listed(words, limit: 3))"
    return
      "the polarities of \(counted(drawn, "synapse")) are unknown and drawn with the seed, +1 twice as often as -1\(why)"
  }

  private var roleNote: String {
    let (sensory, motor) = (
      counted(roles.sensory.count, "sensory neuron"), counted(roles.motor.count, "motor neuron")
    )
    let read =
      wiring.outputs == 1
      ? "the output is the first of \(motor)" : "the outputs are the first \(wiring.outputs) of \(motor)"
    let text = "inputs go to \(sensory), \(read): \(listed(outputNames, limit: 3))"
    guard connectome.roles == nil else { return text }
    return "\(text); roles follow from the numbers of synapses, --wiring-roles FILE says otherwise"
  }

  /// An output that is an input's neuron as well needs nothing of the network.
  private var sensoryOutputs: String? {
    let sensory = Set(wiring.sensorySynapses.map(\.target))
    let both = (0..<wiring.outputs).filter(sensory.contains).map { wiring.name(ofNeuron: $0) }
    guard !both.isEmpty else { return nil }
    return
      "outputs that are sensory neurons, too: \(listed(both, limit: 3)); a table of roles that begins with other motor"
      + " neurons has these read"
  }

  private var outputNames: [String] { (0..<wiring.outputs).map { wiring.name(ofNeuron: $0) } }

  // MARK: - What is not there

  private var leftOut: String? {
    let left = connectome.leftOut
    var parts: [String] = []
    if left.toMuscles > 0 { parts.append("\(counted(left.toMuscles, "row")) to muscles") }
    if left.toOthers > 0 {
      parts.append(
        "\(counted(left.toOthers, "row")) of \(counted(left.others.count, "cell")) that are no neurons,"
          + " such as \(left.others[0].quoted)")
    }
    for (type, count) in left.unknownTypes.sorted(by: { $0.key < $1.key }).prefix(3) {
      parts.append("\(counted(count, "row")) of the unknown type \(type.quoted)")
    }
    if left.unknownTypes.count > 3 { parts.append("\(left.unknownTypes.count - 3) more unknown types") }
    if left.withoutWeight > 0 { parts.append("\(counted(left.withoutWeight, "row")) of weight 0") }
    if left.selfJunctions > 0 {
      parts.append("\(counted(left.selfJunctions, "electrical junction")) of a neuron with itself")
    }
    return parts.isEmpty ? nil : "left out: " + parts.joined(separator: ", ")
  }

  /// Neurons by name that are not in the network.
  private var named: String? {
    var parts: [String] = []
    let left = connectome.leftOut
    if !left.isolated.isEmpty {
      parts.append("\(listed(left.isolated, limit: 3)) without a synapse to or from another")
    }
    if !left.onlyInRoles.isEmpty {
      parts.append("\(listed(left.onlyInRoles, limit: 3)), which only the table of roles names")
    }
    return parts.isEmpty ? nil : "neurons left out: " + parts.joined(separator: "; ")
  }

  // MARK: - Paths

  private var unreachedOutputs: String? {
    let reached = reachable(from: wiring.sensorySynapses.map(\.target), forward: true)
    let unreached = (0..<wiring.outputs).filter { !reached[$0] }
    guard !unreached.isEmpty else { return nil }
    let names = listed(unreached.map { wiring.name(ofNeuron: $0) }, limit: 3)
    return unreached.count == wiring.outputs
      ? "no path leads from the inputs to the outputs: the network cannot learn from its inputs"
      : "no path leads from the inputs to \(names)"
  }

  private var idleNeurons: String? {
    let useful = reachable(from: Array(0..<wiring.outputs), forward: false)
    let idle = useful.count { !$0 }
    return idle == 0 ? nil : "no output that is read depends on \(counted(idle, "neuron"))"
  }

  /// Whether each neuron can be reached from some, along the synapses or against them.
  private func reachable(from starts: [Int], forward: Bool) -> [Bool] {
    var next = [[Int]](repeating: [], count: wiring.neurons)
    for synapse in wiring.synapses {
      if forward {
        next[synapse.source].append(synapse.target)
      } else {
        next[synapse.target].append(synapse.source)
      }
    }
    var reached = [Bool](repeating: false, count: wiring.neurons)
    var open = starts
    while let neuron = open.popLast() {
      guard !reached[neuron] else { continue }
      reached[neuron] = true
      open += next[neuron]
    }
    return reached
  }
}
