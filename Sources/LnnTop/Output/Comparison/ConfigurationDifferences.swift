/// The options in which runs differ: those that all have alike say nothing.
package struct ConfigurationDifferences {
  private let configurations: [[String: String]]
  /// Names, sorted.
  package let names: [String]

  /// Options that only say where results go.
  private static let places: Set<String> = ["run", "model-out", "threads"]

  package init(_ configurations: [[String: String]]) {
    self.configurations = configurations
    let all = Set(configurations.flatMap(\.keys)).subtracting(Self.places)
    names = all.filter { name in Set(configurations.map { $0[name] }).count > 1 }.sorted()
  }

  /// One row an option, one column a run.
  package var text: String {
    guard configurations.count > 1 else { return "one run: nothing to differ from" }
    guard !names.isEmpty else { return "the runs have the same configuration" }
    var table = TextTable(
      columns: [.init("OPTION")] + configurations.indices.map { .init(ComparisonChart.letter($0)) })
    table.rows = names.map { name in [name] + configurations.map { $0[name] ?? "-" } }
    return table.text
  }

  /// The differing options of one run.
  package func options(of index: Int) -> [String: String] {
    configurations[index].filter { names.contains($0.key) }
  }
}
