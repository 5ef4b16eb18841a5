import Sweeps

/// The schema of sweep files, from the tables of their keys and that of the options of `train`.
enum SweepSchema {
  static let body: SchemaNode = {
    guard case .object(var keywords) = keys(SweepKey.ofFile, forms, required: ["task", "space"]) else {
      return [:]
    }
    keywords["$defs"] = ["options": .options(TrainOptions.sweepRows), "space": space, "range": range]
    keywords["description"] = "Which settings are tried; docs/sweeps.md has examples."
    return .object(keywords)
  }()

  private static func keys(
    _ keys: [SweepKey], _ forms: [String: SchemaNode], required: [String] = []
  ) -> SchemaNode {
    let properties = keys.map { key in
      guard let form = forms[key.name] else { preconditionFailure("no schema says what \(key.name) may be") }
      return (key.name, form.described(key.help))
    }
    return .keys(Dictionary(uniqueKeysWithValues: properties), required: required)
  }

  private static let count = SchemaNode.whole(from: 1)
  private static let forms: [String: SchemaNode] = [
    "name": .word, "about": .word, "task": .word, "data": .word, "training": .definition("options"),
    "space": .definition("space"), "sampler": .any([.cases(of: SweepSampler.self), sampler]), "trials": count,
    "seeds": count, "seed": .whole(from: 0), "goal": .cases(of: SweepGoal.self),
    "executor": .any([.cases(of: SweepExecutor.Kind.self), executor]), "halving": halving,
  ]
  private static let sampler = keys(
    SweepKey.ofSampler,
    [
      "kind": ["const": .text(SweepSampler.optuna.rawValue)], "method": .cases(of: SweepStudy.Method.self),
      "against": .cases(of: SweepStudy.Rival.self), "startup": count, "population": .whole(from: 2),
    ], required: ["kind"])
  private static let executor = keys(
    SweepKey.ofExecutor,
    ["kind": .cases(of: SweepExecutor.Kind.self), "jobs": count, "hosts": .words, "options": .words])
  private static let halving = keys(
    SweepKey.ofHalving,
    [
      "factor": .whole(from: 2),
      "epochs": ["type": "array", "minItems": 2, "uniqueItems": true, "items": count],
    ],
    required: ["epochs"])

  /// Each option with a list of its values, or with a range where it is a number.
  private static let space: SchemaNode = {
    let space = SchemaNode.options(TrainOptions.sweepRows) { value in
      .any([["type": "array", "minItems": 1, "uniqueItems": true, "items": value], .definition("range")])
    }
    guard case .object(var keywords) = space else { return space }
    keywords["minProperties"] = 1
    return .object(keywords)
  }()

  private static let range: SchemaNode = {
    let bounds: SchemaNode = ["type": "array", "minItems": 2, "maxItems": 2, "items": .number()]
    let kinds = SweepDimension.rangeKeys.map { ($0, bounds.described("the lower bound, then the upper one")) }
    guard case .object(var keywords) = SchemaNode.keys(Dictionary(uniqueKeysWithValues: kinds)) else {
      return [:]
    }
    keywords["minProperties"] = 1
    keywords["maxProperties"] = 1
    return .object(keywords)
  }()
}
