import LiquidData
import Telemetry
import Text

/// The runs on one division of the data: that of the task, or one in which a group is held out.
package struct BenchmarkFold: Sendable, Encodable {
  /// What is held out; nil: what the task says.
  let group: HeldOut?
  /// Sequences for training, validation and test.
  let sequences: [Int]
  /// What an answer without a network reaches over the part by which networks are judged.
  let naive: NaiveFigure?
  let results: [BenchmarkResult]

  package init(group: HeldOut?, sequences: [Int], naive: NaiveFigure?, results: [BenchmarkResult]) {
    self.group = group
    self.sequences = sequences
    self.naive = naive
    self.results = results
  }

  /// Safe to show.
  var column: String { group?.column.displayed ?? "" }
  var value: String { group?.values.map(\.displayed).joined(separator: ", ") ?? "" }

  /// Over the seeds of a network that did not diverge; nil where all did.
  func spread(of model: String) -> Spread? {
    Spread(results.filter { $0.model == model && $0.state == .done }.compactMap(\.metric))
  }

  func figure(of model: String, seed: UInt64) -> Double? {
    results.first { $0.model == model && $0.seed == seed && $0.state == .done }?.metric
  }

  private enum CodingKeys: String, CodingKey { case column, values, sequences, naive, models }

  /// The figures of each network; the runs themselves are in the report.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(group?.column, forKey: .column)
    try container.encodeIfPresent(group?.values, forKey: .values)
    try container.encode(sequences, forKey: .sequences)
    try container.encodeIfPresent(naive, forKey: .naive)
    let names = Set(results.map(\.model))
    let spreads = Dictionary(uniqueKeysWithValues: names.map { ($0, spread(of: $0)) })
    try container.encode(spreads.compactMapValues(\.self), forKey: .models)
  }
}
