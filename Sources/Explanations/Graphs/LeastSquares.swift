/// The linear least squares fit of several responses on the same predictors, by Householder's QR factorisation.
///
/// Predictors that depend on those before them get the coefficient 0.
/// Source: Golub and Van Loan, "Matrix Computations", 5.2 and 5.5.
/// - Complexity: rows times the square of the columns.
package struct LeastSquares: Sendable {
  /// `[response][predictor]`
  package let coefficients: [[Double]]
  /// The sum of the squared residuals of each response.
  package let residualSums: [Double]
  /// Predictors that do not depend on others.
  package let rank: Int

  /// The triangular factor, and the responses in the same basis: `[column][row]`, so many rows as predictors.
  private let triangle: [[Double]]
  private let rotated: [[Double]]

  /// A predictor with a smaller share of its length left is taken to depend on the others.
  private static let least = 1e-9

  /// - Parameters:
  ///   - predictors: `[predictor][row]`, finite.
  ///   - responses: `[response][row]`, of as many rows.
  package init(predictors: [[Double]], responses: [[Double]]) {
    var columns = predictors + responses
    let rows = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == rows }, "columns of different lengths")
    let lengths = predictors.map { Self.dot($0, $0, from: 0).squareRoot() }
    var pivots: [Int] = []
    for column in predictors.indices {
      let row = pivots.count
      guard row < rows else { break }
      let left = Self.dot(columns[column], columns[column], from: row).squareRoot()
      guard left > Self.least * lengths[column] else { continue }
      Self.reflect(&columns, column: column, row: row, length: left)
      pivots.append(column)
    }
    rank = pivots.count
    let fitted = columns[predictors.count...]
    residualSums = fitted.map { Self.dot($0, $0, from: pivots.count) }
    coefficients = fitted.map { Self.solve(columns, pivots: pivots, response: $0, count: predictors.count) }
    let kept = min(rows, predictors.count)
    triangle = columns[..<predictors.count].map { Array($0.prefix(kept)) }
    rotated = fitted.map { Array($0.prefix(kept)) }
  }

  /// The sum of a response's squared residuals where some of the predictors are left out.
  package func residualSum(ofResponse response: Int, leavingOut predictors: Set<Int>) -> Double {
    let kept = triangle.indices.filter { !predictors.contains($0) }.map { Array(triangle[$0].prefix(rank)) }
    let part = LeastSquares(predictors: kept, responses: [Array(rotated[response].prefix(rank))])
    return residualSums[response] + part.residualSums[0]
  }

  /// Mirrors all columns so that only the elements up to `row` are left of one of them.
  private static func reflect(_ columns: inout [[Double]], column: Int, row: Int, length: Double) {
    var mirror = Array(columns[column][row...])
    let head = mirror[0] < 0 ? -length : length
    mirror[0] += head
    let scale = 2 / dot(mirror, mirror, from: 0)
    for index in column..<columns.count {
      columns[index].withUnsafeMutableBufferPointer { values in
        var sum = 0.0
        for place in mirror.indices { sum += mirror[place] * values[row + place] }
        let factor = scale * sum
        for place in mirror.indices { values[row + place] -= factor * mirror[place] }
      }
    }
    // What rounding left of it.
    columns[column].replaceSubrange(row..., with: repeatElement(0, count: mirror.count))
    columns[column][row] = -head
  }

  private static func solve(_ columns: [[Double]], pivots: [Int], response: [Double], count: Int) -> [Double]
  {
    var solution = [Double](repeating: 0, count: count)
    for row in pivots.indices.reversed() {
      var value = response[row]
      for later in pivots[(row + 1)...] { value -= columns[later][row] * solution[later] }
      solution[pivots[row]] = value / columns[pivots[row]][row]
    }
    return solution
  }

  private static func dot(_ one: [Double], _ other: [Double], from start: Int) -> Double {
    var sum = 0.0
    for index in start..<max(start, one.count) { sum += one[index] * other[index] }
    return sum
  }
}
