import Liquid
import YAML

extension TaskFile {
  static func definition(_ task: TaskFileSection, named name: String) throws(TaskFileError) -> TaskDefinition
  {
    var definition = TaskDefinition(
      name: name, inputs: try task.names("inputs"), targets: try task.names("targets"),
      time: try task.text("time"), sequence: try task.text("sequence"), kind: try task.choice("kind"),
      window: try task.count("window"), stride: try task.count("stride"),
      horizon: try task.count("horizon") ?? 1, missing: try task.choice("missing") ?? .forwardFill,
      loss: try loss(task), classWeights: try classWeights(task),
      targetSteps: try task.choice("target-steps") ?? .all, categories: try task.names("categories") ?? [],
      missingMarkers: try task.value("missing-markers", markers) ?? [:],
      sortsByTime: try task.flag("sort-by-time") ?? false,
      resample: try task.number("resample") { $0 > 0 },
      thinning: try task.number("thinning") { $0 >= 0 && $0 < 1 } ?? 0,
      scaling: try task.choice("scaling") ?? .standard,
      targetScaling: try task.choice("target-scaling") ?? .standard, metric: try task.choice("metric"))
    try addTimeFeatures(of: task, to: &definition)
    try addSplit(of: task, to: &definition)
    return definition
  }

  private static func loss(_ task: TaskFileSection) throws(TaskFileError) -> Loss? {
    let kind: Loss.Kind? = try task.choice("loss")
    let delta = try task.number("huber-delta") { $0 > 0 && Float($0) > 0 && Float($0).isFinite }
    if delta != nil, kind != .huber {
      let line = task.node("huber-delta")?.line
      throw TaskFileError(
        .contradiction("'huber-delta' means nothing without 'loss: huber'"), path: task.path, line: line)
    }
    return kind.map { Loss($0, delta: delta ?? Loss.standardDelta) }
  }

  private static func classWeights(_ task: TaskFileSection) throws(TaskFileError) -> ClassWeights {
    try task.value("class-weights") { node in
      switch node {
      case .scalar("none", _): return ClassWeights.none
      case .scalar("balanced", _): return .balanced
      case .mapping(let entries, _):
        let pairs = entries.compactMap { entry in entry.value.number.map { (entry.key, $0) } }
        let areUsable = pairs.allSatisfy { Float($0.1) > 0 && Float($0.1).isFinite }
        guard pairs.count == entries.count, areUsable else { return nil }
        return .given(Dictionary(uniqueKeysWithValues: pairs))
      case .scalar, .sequence: return nil
      }
    } ?? .none
  }

  /// `-200`, `[-1, -2]` and `{column: -200, "*": [-1]}`.
  private static func markers(_ node: YAMLNode) -> [String: [Double]]? {
    func numbers(_ node: YAMLNode) -> [Double]? {
      if case .sequence(let items, _) = node {
        let values = items.compactMap(\.number)
        return values.count == items.count && !values.isEmpty ? values : nil
      }
      return node.number.map { [$0] }
    }
    guard case .mapping(let entries, _) = node else { return numbers(node).map { ["*": $0] } }
    var markers: [String: [Double]] = [:]
    for entry in entries {
      guard let values = numbers(entry.value) else { return nil }
      markers[entry.key] = values
    }
    return markers
  }

  private static func addTimeFeatures(
    of task: TaskFileSection, to definition: inout TaskDefinition
  ) throws(TaskFileError) {
    if case .mapping(_, let line) = task.node("time-features"),
      let section = try task.section("time-features", as: .timeFeatures)
    {
      guard let features = try section.value("features", features) else {
        throw TaskFileError(.missingKey("time-features.features"), path: task.path, line: line)
      }
      definition.timeFeatures = features
      definition.timeFeatureColumn = try section.text("column")
    } else {
      definition.timeFeatures = try task.value("time-features", features) ?? []
    }
  }

  private static func features(_ node: YAMLNode) -> [TimeFeature]? {
    guard let names = node.list(splitsText: true) else { return nil }
    let features = names.compactMap { TimeFeature(rawValue: $0.replacing("_", with: "-")) }
    return features.count == names.count ? features : nil
  }
}
