import Liquid

/// The directions along which states vary most: how many dimensions a network uses.
///
///     let components = PrincipalComponents(states: trace.states, neurons: 32)
///     print(components?.dimensions(explaining: 0.95) ?? 0)
package struct PrincipalComponents: Sendable, Hashable {
  /// The share of the variance along each component, the largest first, `[components]`; they sum to 1, or are all 0 where
  /// nothing varies.
  package let shares: [Double]
  /// Directions of length 1, at right angles; the largest element of each is positive, `[components][neurons]`.
  package let directions: [[Double]]
  /// The mean state, `[neurons]`.
  package let mean: [Double]

  /// From the covariance of the states. Cost: rows times neurons squared, and neurons cubed.
  ///
  /// - Parameter states: `[rows, neurons]`; rows with a value that is not finite are left out.
  /// - Returns: nil where no row is left, or the states are too large to be squared.
  package init?(states: [Float], neurons: Int) {
    precondition(neurons > 0 && states.count % neurons == 0, "\(states.count) states of \(neurons) neurons")
    let rows = stride(from: 0, to: states.count, by: neurons)
      .map { states[$0..<$0 + neurons] }
      .filter { row in row.allSatisfy(\.isFinite) }
      .map { row in row.map(Double.init) }
    guard !rows.isEmpty else { return nil }
    let mean = (0..<neurons).map { neuron in
      rows.reduce(0) { $0 + $1[neuron] } / Double(rows.count)
    }
    var covariance = Matrix(rows: neurons, columns: neurons)
    for row in rows {
      let centred = zip(row, mean).map { $0 - $1 }
      for first in 0..<neurons where centred[first] != 0 {
        for second in first..<neurons {
          covariance[first, second] += centred[first] * centred[second] / Double(rows.count)
        }
      }
    }
    guard let found = SymmetricEigenvectors(of: covariance) else { return nil }
    // Rounding may leave a variance just below 0.
    let variances = found.values.map { max(0, $0) }
    let total = variances.reduce(0, +)
    shares = variances.map { total > 0 ? $0 / total : 0 }
    directions = found.vectors
    self.mean = mean
  }

  /// The fewest components whose shares sum to at least `share`, or all that have one; 0 where nothing varies.
  package func dimensions(explaining share: Double) -> Int {
    var (count, sum) = (0, 0.0)
    while count < shares.count, shares[count] > 0, sum < share {
      sum += shares[count]
      count += 1
    }
    return count
  }

  /// Where states lie along the first components, `[rows][components]`; NaN for rows that are not finite.
  ///
  /// - Parameter states: `[rows, neurons]`.
  package func projections(of states: [Float], components: Int) -> [[Double]] {
    precondition(states.count % mean.count == 0, "\(states.count) states of \(mean.count) neurons")
    return stride(from: 0, to: states.count, by: mean.count).map { start in
      let row = states[start..<start + mean.count]
      guard row.allSatisfy(\.isFinite) else {
        return Array(repeating: .nan, count: min(components, directions.count))
      }
      return directions.prefix(components).map { direction in
        zip(zip(row, mean), direction).reduce(0) { $0 + (Double($1.0.0) - $1.0.1) * $1.1 }
      }
    }
  }
}
