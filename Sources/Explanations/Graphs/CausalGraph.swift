import Text

/// Which channels move which others, as the forecasts of a network say.
///
/// It says what helps to forecast, given the channels that there are: a common cause that is not among them can look like an
/// edge. Matrices are `[source][target]`.
package struct CausalGraph: Sendable, Hashable, Codable {
  /// One channel that moves another.
  package struct Edge: Sendable, Hashable, Codable {
    package let source: Int
    package let target: Int
    /// How much the squared error of the target's forecast grows where the source's values are those of another time, as
    /// a multiple of the error: at 1 it doubles.
    package let effect: Double
    /// The chance of such an effect of a channel whose blocks were moved about in time.
    package let p: Double
    /// Rows from the source to the target at which the effect is largest.
    package let lag: Int
    /// do(source = one standard deviation above its mean) against do(source = its mean): how much the target moves in the
    /// rows that follow, in its standard deviations.
    package let response: [Double]
  }

  /// Of the channels.
  package let names: [String]
  /// Rows that forecasts see.
  package let lags: Int
  /// The effect of each channel on each other one, see `Edge`; 0 on the diagonal. Graphs may be compared by it.
  package let effects: [[Double]]
  /// 1 on the diagonal.
  package let pValues: [[Double]]
  /// Rows at which the effect is largest.
  package let effectLags: [[Int]]
  /// The squared error of each channel's forecasts, as a share of its variance.
  package let errors: [Double]
  /// The strongest first.
  package let edges: [Edge]

  /// Whether there is an edge.
  package var adjacency: [[Bool]] {
    var adjacency = effects.map { $0.map { _ in false } }
    for edge in edges { adjacency[edge.source][edge.target] = true }
    return adjacency
  }
}

extension CausalGraph: CustomStringConvertible {
  /// A line for each edge: names, effect, p and lag.
  package var description: String {
    guard !edges.isEmpty else { return "no edges" }
    let rows =
      [["edge", "effect", "p", "lag"]]
      + edges.map { edge in
        [
          "\(names[edge.source].displayed) -> \(names[edge.target].displayed)", NumberText.short(edge.effect),
          edge.p < 1e-12 ? "< 1e-12" : NumberText.short(edge.p), "\(edge.lag)",
        ]
      }
    let widths = rows[0].indices.map { column in rows.reduce(0) { max($0, $1[column].count) } }
    return rows.map { row in
      let cells = row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 0 ? row[column] + space : space + row[column]
      }
      return cells.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
