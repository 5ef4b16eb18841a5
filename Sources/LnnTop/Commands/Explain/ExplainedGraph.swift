import Explanations
import Foundation
import Liquid
import Text

/// Which input channels act on which, found by networks that forecast all of them.
enum ExplainedGraph {
  static func find(_ data: ExplainedData, options: ExplainOptions) throws -> CausalGraph {
    let width = data.batch.inputWidth
    let channels = try data.network.numericInputs(for: "graphs", atLeast: 2)
    let rows = (0..<data.batch.count).map { index -> [[Double]] in
      let inputs = data.sequence(index).inputs
      return stride(from: 0, to: inputs.count, by: width).map { first in
        channels.map { Double(inputs[first + $0]) }
      }
    }
    var settings = CausalGraphFinder.Options()
    settings.seed = options.seed
    settings.threads = options.threads
    do {
      let series = try ChannelSeries(sequences: rows, elapsed: elapsed(data))
      let names = channels.map { data.network.inputNames[$0] }
      return try CausalGraphFinder(settings).find(in: series, names: names).graph
    } catch {
      throw explained(error, channels, data)
    }
  }

  /// The channel's own name where one is what stands in the way.
  private static func explained(_ error: any Error, _ channels: [Int], _ data: ExplainedData) -> any Error {
    guard let error = error as? CausalGraphError, case .constant(let channel) = error else { return error }
    return CommandFailure(
      "\(data.network.inputNames[channels[channel]].quoted) never changes on these rows (\(data.part)): a graph needs channels that do"
    )
  }

  /// The times of the rows; nil where some last no time, which no forecast can be made over.
  private static func elapsed(_ data: ExplainedData) -> [[Double]]? {
    let times = (0..<data.batch.count).map { data.sequence($0).elapsed.map(Double.init) }
    return times.allSatisfy { $0.dropFirst().allSatisfy { $0 > 0 } } ? times : nil
  }

  static func section(_ graph: CausalGraph, _ network: ExplainedNetwork) -> ExplainSection {
    ExplainSection(
      title: "Graph",
      lines: [
        "an arrow where the forecast of a channel grows worse with another one's values from elsewhere, more than with"
          + " block-permuted data (p below .01, false discovery rate .05); a common cause that is no channel can look like one"
      ] + network.withoutIndices, items: graph.description.split(separator: "\n").map { String($0).sanitized }
    )
  }
}
