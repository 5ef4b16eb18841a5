import Text

/// The groups of a column that are in one part alone, with the proof that no row of them is in another.
package struct GroupFacts: Sendable, Encodable {
  package let column: String
  /// `test` or `validation`.
  package let part: String
  /// The values in the part's rows, in the order in which people count, safe to show.
  package let values: [String]
  /// Those that rows of other parts have, too; empty where all is well.
  package let elsewhere: [String]

  /// What a task holds out for the test and for validation.
  ///
  /// Looks at the rows of all windows, so that the proof does not rely on how the groups were chosen. Cost: the steps
  /// of all windows.
  ///
  /// - Parameter table: as the task prepares it.
  package static func all(
    of task: TaskDefinition, dataset: Dataset, table: Table
  ) throws(DataError) -> [GroupFacts] {
    var facts: [GroupFacts] = []
    for (part, group) in [(Dataset.Part.test, task.holdOut), (.validation, task.validateOn)] {
      guard let group else { continue }
      let (codes, names) = try table.column(named: group.column, role: "hold-out").categories()
      func values(_ part: Dataset.Part) -> Set<String> {
        var found: Set<Int32> = []
        for index in 0..<dataset.count(of: part) {
          for row in dataset.location(part, index: index).rows where codes[row] >= 0 {
            found.insert(codes[row])
          }
        }
        return Set(found.map { names[Int($0)] })
      }
      let own = values(part)
      let others = Dataset.Part.allCases.filter { $0 != part }.reduce(into: Set()) {
        $0.formUnion(values($1))
      }
      func shown(_ values: Set<String>) -> [String] {
        values.sorted(by: NaturalOrder.precedes).map(\.displayed)
      }
      facts.append(
        GroupFacts(
          column: group.column.displayed, part: part.rawValue, values: shown(own),
          elsewhere: shown(own.intersection(others))))
    }
    return facts
  }
}
