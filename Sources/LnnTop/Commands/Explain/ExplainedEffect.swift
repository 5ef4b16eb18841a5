import Explanations
import Liquid
import Text

/// What becomes of the answers under one intervention.
struct ExplainedEffect: Encodable {
  let kind: String
  let name: String
  let skill: BootstrapInterval
  let loss: BootstrapInterval
  let metric: Double?
  /// In the outputs' raw unit.
  let outputs: Double

  /// Of each target, what the network's skill loses most first.
  ///
  /// - Throws: where there is nothing to take a target's place.
  static func all(_ data: ExplainedData, options: ExplainOptions) throws -> [ExplainedEffect] {
    guard options.ablation != .resample || data.batch.count > 1 else {
      throw CommandFailure("--ablation resample needs at least two sequences; --ablation mean works with one")
    }
    let network = data.network
    let study = EffectStudy(
      model: network.model, batch: data.batch, loss: data.loss, includesSynapses: options.effects,
      schema: network.schema,
      threads: options.threads,
      seed: options.seed)
    return study.effects(of: study.targets, options.ablation).map { effect in
      ExplainedEffect(
        kind: effect.target.kindName, name: network.name(of: effect.target), skill: effect.skill,
        loss: effect.loss, metric: effect.metric, outputs: effect.outputs)
    }.sorted { ($0.rank, $1.name) > ($1.rank, $0.name) }
  }

  static func section(
    _ effects: [ExplainedEffect], _ data: ExplainedData, options: ExplainOptions
  ) -> ExplainSection {
    let metric = data.network.schema.metricName
    var table = TextTable(
      columns: [
        .init(""), .init("name"), .init("loss beyond chance", alignsRight: true), .init("95 %"),
        .init("loss", alignsRight: true), .init(metric, alignsRight: true),
        .init("outputs", alignsRight: true),
      ])
    for kind in ["input", "neuron", "synapse"] {
      let own = effects.filter { $0.kind == kind }
      table.rows += own.prefix(shown).map(\.row)
      if own.count > shown {
        table.rows.append(["", "\(own.count - shown) more \(kind)s (--json has all)", "", "", "", "", ""])
      }
    }
    let tried = ["input", "neuron", "synapse"].filter { kind in effects.contains { $0.kind == kind } }
    let lacking =
      options.effects && !tried.contains("synapse")
      ? ["no synapses: they cannot be \(options.ablation == .resample ? "resampled" : "cut one by one")"] : []
    return ExplainSection(
      title: "Effects",
      lines: [
        "each \(tried.joined(separator: ", ")) in turn \(options.ablation.words), over \(counted(data.batch.count, "sequence"))"
          + " (\(data.part)): how much the loss (\(data.loss.name)) rises",
        "beyond chance: more than it rises for the targets of other sequences; where the interval holds 0 nothing is shown"
          + " to be lost",
      ] + lacking, table: table)
  }

  /// Rows of each kind in the table; the JSON has all.
  private static let shown = 15

  /// What effects are sorted by: chance is not known of a single part of the data.
  private var rank: Double { skill.mean.isNaN ? loss.mean : skill.mean }

  private var row: [String] {
    let interval =
      skill.lower.isNaN
      ? "-" : "\(NumberText.significant(skill.lower)) .. \(NumberText.significant(skill.upper))"
    return [
      kind, name, skill.mean.isNaN ? "-" : SignedBar.number(skill.mean), interval,
      SignedBar.number(loss.mean), metric.map(SignedBar.number) ?? "", NumberText.significant(outputs),
    ]
  }
}

extension AblationTarget {
  var kindName: String {
    switch self {
    case .input: "input"
    case .neuron: "neuron"
    case .synapse: "synapse"
    }
  }
}

extension AblationKind {
  /// What is done, after "each in turn".
  fileprivate var words: String {
    switch self {
    case .mean: "held at its mean"
    case .resample: "replaced by what it was in another sequence"
    case .zero: "silenced or cut"
    }
  }
}
