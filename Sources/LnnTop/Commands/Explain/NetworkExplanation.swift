import Explanations
import Liquid
import LiquidData

/// All that a person asked `explain` to say about a network.
struct NetworkExplanation: Encodable {
  let model: String
  let cell: String
  let part: String
  let sequences: Int
  let loss: String
  private(set) var answer: ExplainedAnswer?
  private(set) var effects: [ExplainedEffect]?
  private(set) var circuit: ExplainedCircuit?
  private(set) var cut: ExplainedCut?
  private(set) var rules: ActivityRules?
  private(set) var measures: ExplainedMeasures?
  private(set) var graph: CausalGraph?
  /// What a circuit or a cut leaves of the network; not part of what is printed.
  private(set) var changedModel: Model?
  /// As people read it, in order.
  private(set) var sections: [ExplainSection] = []

  private enum CodingKeys: String, CodingKey {
    case model, cell, part, sequences, loss, answer, effects, circuit, cut, rules, measures, graph
  }

  /// - Parameter training: the rows that the network was trained on, where they are known: a circuit is searched with them.
  init(_ data: ExplainedData, training: ExplainedData?, options: ExplainOptions) throws {
    model = options.model
    cell = NetworkTitle(data.network.model.cell).cell
    part = data.part
    sequences = data.batch.count
    loss = data.loss.name
    if options.showsAnswer || !options.hasChosenSections {
      let answer = try ExplainedAnswer(data, options: options)
      self.answer = answer
      sections.append(answer.section)
    }
    if (options.effects || options.circuit) && !data.hasTargets {
      throw CommandFailure("the data have no targets: effects and circuits are about how well they are met")
    }
    if options.effects || (!options.hasChosenSections && data.hasTargets) {
      let effects = try ExplainedEffect.all(data, options: options)
      self.effects = effects
      sections.append(ExplainedEffect.section(effects, data, options: options))
    }
    if options.circuit {
      let (circuit, pruned) = try ExplainedCircuit.find(training ?? data, shown: data, options: options)
      (self.circuit, changedModel) = (circuit, pruned)
      sections.append(circuit.section)
    }
    if let names = options.cut {
      let (cut, changed) = try ExplainedCut.make(names, data)
      (self.cut, changedModel) = (cut, changed)
      sections.append(cut.section)
    }
    if options.trees {
      let rules = try ExplainedRules.find(data)
      self.rules = rules
      sections.append(ExplainedRules.section(rules, data.network))
    }
    if options.measures {
      let measures = try ExplainedMeasures(data, options: options)
      self.measures = measures
      sections.append(measures.section)
    }
    if options.graph {
      let graph = try ExplainedGraph.find(data, options: options)
      self.graph = graph
      sections.append(ExplainedGraph.section(graph, data.network))
    }
  }
}
