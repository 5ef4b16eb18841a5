import Liquid
import YAML

extension TaskFile {
  static func plan(_ section: TaskFileSection) throws(TaskFileError) -> BenchmarkPlan {
    BenchmarkPlan(
      epochs: try section.count("epochs"), seeds: try section.count("seeds"),
      models: try section.value("models", models) ?? [], published: try published(section),
      note: try section.text("note"))
  }

  /// `[ltc, cfc]`, or `{ltc: {learning-rate: 0.01}, cfc: {}}`; a network without options may have no value at all.
  private static func models(_ node: YAMLNode) -> [BenchmarkPlan.ModelPlan]? {
    guard case .mapping(let entries, _) = node else {
      return node.list(splitsText: true)?.map {
        BenchmarkPlan.ModelPlan(name: CellRegistry.identifier(of: $0))
      }
    }
    let plans = entries.compactMap { entry -> BenchmarkPlan.ModelPlan? in
      // Older tasks have other names for some cells.
      let name = CellRegistry.identifier(of: entry.key)
      if entry.value.text == "" { return BenchmarkPlan.ModelPlan(name: name) }
      return options(entry.value).map { BenchmarkPlan.ModelPlan(name: name, options: $0) }
    }
    return plans.count == entries.count ? plans : nil
  }

  private static func published(
    _ section: TaskFileSection
  ) throws(TaskFileError) -> [BenchmarkPlan.Published] {
    guard let node = section.node("published") else { return [] }
    guard case .sequence(let items, _) = node else { throw section.wrong("published", node) }
    return try items.map { item throws(TaskFileError) in
      let entry = try TaskFileSection(item, place: .published, path: section.path)
      let model = CellRegistry.identifier(of: try entry.required("model"))
      guard let value = try entry.number("value", where: { _ in true }) else {
        throw TaskFileError(.missingKey("benchmark.published.value"), path: section.path, line: item.line)
      }
      return BenchmarkPlan.Published(
        model: model, value: value, deviation: try entry.number("deviation") { $0 >= 0 },
        source: try entry.text("source"))
    }
  }
}
