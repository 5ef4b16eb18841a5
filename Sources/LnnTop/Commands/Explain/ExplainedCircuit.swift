import Explanations
import Liquid
import Text

/// The synapses that a network needs.
struct ExplainedCircuit: Encodable {
  /// A synapse that is kept, and what of the skill is lost without it.
  struct Synapse: Encodable {
    let name: String
    let importance: Double
  }

  let kept: Int
  let total: Int
  let share: Double
  /// Gains over the best constant answer, on the rows that it was searched with.
  let searchedPart: String
  let fullSkill: Double
  let skill: Double
  /// The loss on the rows that are explained, of the whole network and of the circuit.
  let part: String
  let fullLoss: Double
  let loss: Double
  let synapses: [Synapse]

  /// The circuit, and the network that has no other synapses.
  ///
  /// - Parameters:
  ///   - data: what it is searched with.
  ///   - shown: the rows that are explained.
  static func find(
    _ data: ExplainedData, shown: ExplainedData, options: ExplainOptions
  ) throws -> (ExplainedCircuit, Model) {
    let network = data.network
    let search = try CircuitSearch(
      model: network.model, batch: data.batch, loss: data.loss, threads: options.threads)
    guard search.hasSkill else {
      throw CommandFailure(
        "the network is no better than the best constant answer on these rows (\(data.part)): there is no circuit to find"
      )
    }
    let circuit = search.circuit(keeping: options.keep)
    let synapses = zip(circuit.synapses, circuit.importance).map { synapse, importance in
      Synapse(name: network.name(ofSynapse: synapse), importance: importance)
    }.sorted { ($0.importance, $1.name) > ($1.importance, $0.name) }
    let pruned = try search.pruned(to: circuit)
    let found = ExplainedCircuit(
      kept: circuit.synapses.count, total: circuit.total, share: circuit.share, searchedPart: data.part,
      fullSkill: circuit.fullSkill, skill: circuit.skill, part: shown.part,
      fullLoss: shown.loss(of: network.model), loss: shown.loss(of: pruned), synapses: synapses)
    return (found, pruned)
  }

  var section: ExplainSection {
    var table = TextTable(columns: [.init("synapse"), .init("skill lost without it", alignsRight: true)])
    table.rows = synapses.map { [$0.name, NumberText.significant($0.importance)] }
    return ExplainSection(
      title: "Circuit",
      lines: [
        "\(kept) of \(counted(total, "synapse")) (\(NumberText.significant(share * 100)) %) keep"
          + " \(NumberText.significant(skill)) of a skill of \(NumberText.significant(fullSkill))"
          + " (1 - loss / loss of the best constant answer; \(searchedPart))",
        "on the \(part) the loss is \(NumberText.significant(loss)), and \(NumberText.significant(fullLoss)) with all"
          + " synapses",
      ], table: table)
  }
}

/// What was cut because a person said so.
struct ExplainedCut: Encodable {
  let names: [String]
  let synapses: [String]
  /// Before and after.
  let loss: Double
  let lossAfter: Double

  /// The cut, and the network that it leaves.
  static func make(_ names: [String], _ data: ExplainedData) throws -> (ExplainedCut, Model) {
    let network = data.network
    guard network.model.network.actsThroughSynapsesAlone || names.allSatisfy({ $0.contains("->") }) else {
      throw CommandFailure(
        "what leaves an input or a neuron of this network is not its synapses alone (a memory or gates see it, too):"
          + " train one without it, --inputs NAMES")
    }
    let synapses = Set(try names.flatMap { try network.synapses(named: $0) })
    let changed = try network.model.without(synapses: synapses)
    let cut = ExplainedCut(
      names: names, synapses: synapses.sorted().map { network.name(ofSynapse: $0) },
      loss: data.loss(of: network.model), lossAfter: data.loss(of: changed))
    return (cut, changed)
  }

  var section: ExplainSection {
    ExplainSection(
      title: "Cut",
      lines: [
        "nothing takes the place of what is cut: an answer may lose its footing until the network is trained on",
        "without \(counted(synapses.count, "synapse")) (\(names.map(\.sanitized).joined(separator: ", "))) the loss is"
          + " \(NumberText.significant(lossAfter)) instead of \(NumberText.significant(loss));"
          + " lnn-top train TASK --init FILE trains what --model-out FILE keeps further",
      ], items: synapses.map(\.sanitized))
  }
}
