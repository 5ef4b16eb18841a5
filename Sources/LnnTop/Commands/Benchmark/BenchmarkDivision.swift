import LiquidData
import RunStore
import Telemetry
import Text

/// A group that is held out when its turn comes.
package struct HeldOutTurn: Sendable, Hashable {
  let group: HeldOut
  /// What stands for the group in the names of run files; no other group of the comparison has the same.
  package let fileName: String
  /// Safe to show.
  var value: String { group.values.map(\.displayed).joined(separator: ", ") }

  /// The turns of the values of a column, in their order.
  package static func all(of column: String, values: [String]) -> [HeldOutTurn] {
    let groups = values.map { HeldOut(column: column, values: [$0]) }
    let names = groups.map { RunDirectory.fileName(of: $0.shown) }
    // File names keep no marks and are cut: 'a b' and 'a/b' would be one.
    let areDistinct = Set(names).count == names.count
    return groups.indices.map { index in
      HeldOutTurn(
        group: groups[index], fileName: areDistinct ? names[index] : "\(names[index])-\(index + 1)")
    }
  }
}

/// One division of the data, with the runs on it: that of the task, or one in which a group is held out.
struct BenchmarkDivision {
  let turn: HeldOutTurn?
  let schema: DataSchema
  let isLeaky: Bool
  let part: Dataset.Part
  /// What is to be known of the data and of the networks on them.
  let notes: [String]
  let fingerprint: String
  let runs: [BenchmarkRun]
  private let sequences: [Int]
  private let naive: NaiveFigure?

  /// - Parameter notes: of the networks.
  init(
    _ turn: HeldOutTurn?, _ dataset: Dataset, notes: [String], fingerprint: String, runs: [BenchmarkRun]
  ) {
    (self.turn, self.fingerprint, self.runs) = (turn, fingerprint, runs)
    schema = dataset.schema
    isLeaky = dataset.leak != nil
    part = dataset.judgedPart
    self.notes = dataset.warnings + notes
    sequences = Dataset.Part.allCases.map { dataset.count(of: $0) }
    naive = NaiveFigure(of: dataset.judgedPart, in: dataset)
  }

  /// Runs that an earlier call finished.
  var finished: Int { count(.finished) }
  /// Runs that an earlier call began.
  var begun: Int { count(.begun) }

  private func count(_ state: BenchmarkRun.State) -> Int { runs.count { $0.state == state } }

  /// The results of the runs, all of which have ended.
  func fold() throws -> BenchmarkFold {
    let results = try runs.map {
      try BenchmarkResult(model: $0.entry.name, seed: $0.seed, path: $0.path, part: part)
    }
    return BenchmarkFold(group: turn?.group, sequences: sequences, naive: naive, results: results)
  }
}
