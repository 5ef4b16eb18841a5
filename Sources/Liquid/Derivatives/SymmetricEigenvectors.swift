/// The eigenvalues and eigenvectors of a symmetric matrix, the largest eigenvalue first.
package struct SymmetricEigenvectors: Sendable, Hashable {
  /// `[size]`
  package let values: [Double]
  /// Each of length 1, its element of largest magnitude positive, `[size][size]`.
  package let vectors: [[Double]]

  /// Sweeps over all pairs of rows; some six are usual.
  private static let mostSweeps = 60

  /// By the cyclic Jacobi method: rotations that set one element after the other to 0.
  ///
  /// Cost: some 20 n^3 multiply-adds. Source: Golub and Van Loan, "Matrix computations", 4th edition, 8.5.
  /// - Parameter matrix: symmetric; only its upper half is read.
  /// - Returns: nil where an element is not finite.
  package init?(of matrix: Matrix) {
    precondition(matrix.rows == matrix.columns, "the eigenvectors of \(matrix.rows) by \(matrix.columns)")
    guard matrix.isFinite else { return nil }
    let size = matrix.rows
    var (rotated, vectors) = (matrix, Matrix.identity(size))
    for row in 0..<size {
      for column in 0..<row { rotated[row, column] = rotated[column, row] }
    }
    for _ in 0..<Self.mostSweeps {
      var hasRotated = false
      for first in 0..<size {
        for second in first + 1..<size {
          let element = rotated[first, second].magnitude
          let neighbours = rotated[first, first].magnitude + rotated[second, second].magnitude
          guard element > .ulpOfOne / 4 * neighbours, element > .leastNormalMagnitude else { continue }
          Self.rotate(first, second, &rotated, &vectors)
          hasRotated = true
        }
      }
      if !hasRotated { break }
    }
    let order = (0..<size).sorted { (rotated[$0, $0], $1) > (rotated[$1, $1], $0) }
    values = order.map { rotated[$0, $0] }
    self.vectors = order.map { column in
      let vector = (0..<size).map { vectors[$0, column] }
      let largest = vector.max { $0.magnitude < $1.magnitude } ?? 0
      return largest < 0 ? vector.map { -$0 } : vector
    }
  }

  /// Turns two rows and columns so that the element where they cross becomes 0.
  private static func rotate(_ first: Int, _ second: Int, _ matrix: inout Matrix, _ vectors: inout Matrix) {
    let ratio = (matrix[second, second] - matrix[first, first]) / (2 * matrix[first, second])
    let tangent = (ratio < 0 ? -1 : 1) / (ratio.magnitude + (1 + ratio * ratio).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    let sine = tangent * cosine
    for other in 0..<matrix.rows {
      let (a, b) = (matrix[other, first], matrix[other, second])
      (matrix[other, first], matrix[other, second]) = (cosine * a - sine * b, sine * a + cosine * b)
    }
    for other in 0..<matrix.rows {
      let (a, b) = (matrix[first, other], matrix[second, other])
      (matrix[first, other], matrix[second, other]) = (cosine * a - sine * b, sine * a + cosine * b)
    }
    (matrix[first, second], matrix[second, first]) = (0, 0)
    for other in 0..<matrix.rows {
      let (a, b) = (vectors[other, first], vectors[other, second])
      (vectors[other, first], vectors[other, second]) = (cosine * a - sine * b, sine * a + cosine * b)
    }
  }
}
