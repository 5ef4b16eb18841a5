import Foundation

/// An eigenvalue of a real matrix.
package struct Eigenvalue: Sendable, Hashable, Codable {
  package let real: Double
  /// Those that are not 0 come in pairs of either sign.
  package let imaginary: Double

  package init(real: Double, imaginary: Double = 0) {
    (self.real, self.imaginary) = (real, imaginary)
  }

  package var magnitude: Double { hypot(real, imaginary) }

  /// The time in which a mode of this eigenvalue decays to 1/e, for steps of that elapsed time: -dt / ln|lambda|.
  ///
  /// Infinite for a mode that stays, 0 for one that is gone after a step; negative for one that grows, which then takes
  /// that time to grow by e.
  package func timeScale(elapsed: Double) -> Double {
    magnitude == 1 ? .infinity : -elapsed / log(magnitude)
  }
}

extension Matrix {
  /// The eigenvalues of a square matrix, those of largest magnitude first; of a pair, the positive imaginary part.
  ///
  /// The matrix is reduced to Hessenberg form by Householder reflections and then to blocks of one or two by implicit
  /// double-shift QR steps. Cost: some 10 n^3 multiply-adds.
  /// Source: Golub and Van Loan, "Matrix computations", 4th edition, 7.4 and 7.5; the method is Francis's, "The QR
  /// transformation", 1961.
  /// - Returns: nil where an element is not finite, or the steps do not converge.
  package func eigenvalues() -> [Eigenvalue]? {
    precondition(rows == columns, "the eigenvalues of \(rows) by \(columns)")
    guard isFinite else { return nil }
    var reduction = HessenbergReduction(self)
    reduction.reduce()
    return reduction.findEigenvalues()?.sorted {
      ($0.magnitude, $0.real, $0.imaginary) > ($1.magnitude, $1.real, $1.imaginary)
    }
  }
}

/// A square matrix on its way to its eigenvalues.
private struct HessenbergReduction {
  private var h: Matrix
  private let size: Int
  /// What is negligible beside neighbours that are 0.
  private let scale: Double

  /// Steps for one eigenvalue; two or three are usual.
  private static let mostSteps = 90

  init(_ matrix: Matrix) {
    h = matrix
    size = matrix.rows
    scale = matrix.largestMagnitude
  }

  /// Brings the matrix to zeros below the first subdiagonal.
  mutating func reduce() {
    guard size > 2 else { return }
    for column in 0..<size - 2 {
      let rows = column + 1..<size
      guard let reflection = Reflection(rows.map { h[$0, column] }) else { continue }
      apply(reflection, at: column + 1, columns: column..<size, rows: 0..<size)
      for row in column + 2..<size { h[row, column] = 0 }
    }
  }

  /// The eigenvalues, found from the last row on; nil where the steps do not converge.
  mutating func findEigenvalues() -> [Eigenvalue]? {
    var found: [Eigenvalue] = []
    var (last, steps) = (size - 1, 0)
    while last >= 0 {
      let first = startOfBlock(endingAt: last)
      if last - first < 2 {
        found += first == last ? [Eigenvalue(real: h[last, last])] : pair(endingAt: last)
        (last, steps) = (first - 1, 0)
        continue
      }
      steps += 1
      guard steps <= Self.mostSteps else { return nil }
      // Now and then a shift of another kind, for matrices that the usual one leaves as they are.
      step(first: first, last: last, isExceptional: steps % 10 == 0)
    }
    return found
  }

  /// The first row of the block that ends at a row: the one whose subdiagonal element is negligible.
  private mutating func startOfBlock(endingAt last: Int) -> Int {
    for row in stride(from: last, to: 0, by: -1) {
      let neighbours = h[row - 1, row - 1].magnitude + h[row, row].magnitude
      if h[row, row - 1].magnitude <= .ulpOfOne * (neighbours > 0 ? neighbours : scale) {
        h[row, row - 1] = 0
        return row
      }
    }
    return 0
  }

  /// The eigenvalues of the two last rows of a block that has no others.
  private func pair(endingAt last: Int) -> [Eigenvalue] {
    let (a, b) = (h[last - 1, last - 1], h[last - 1, last])
    let (c, d) = (h[last, last - 1], h[last, last])
    let (half, product) = ((a - d) / 2, b * c)
    let discriminant = half * half + product
    guard discriminant >= 0 else {
      let imaginary = (-discriminant).squareRoot()
      return [imaginary, -imaginary].map { Eigenvalue(real: (a + d) / 2, imaginary: $0) }
    }
    // The sum without cancellation first; the other follows from the product of both.
    let distance = half + (half < 0 ? -1 : 1) * discriminant.squareRoot()
    return [d + distance, distance == 0 ? d : d - product / distance].map { Eigenvalue(real: $0) }
  }

  /// One double-shift QR step on a block of at least three rows.
  private mutating func step(first: Int, last: Int, isExceptional: Bool) {
    let (sum, product) = shifts(last: last, isExceptional: isExceptional)
    let (a, c) = (h[first, first], h[first + 1, first])
    var column = [
      a * a + h[first, first + 1] * c - sum * a + product, c * (a + h[first + 1, first + 1] - sum),
      c * h[first + 2, first + 1],
    ]
    for row in first..<last {
      if let reflection = Reflection(column) {
        let from = max(first, row - 1)
        apply(reflection, at: row, columns: from..<last + 1, rows: first..<min(row + 3, last) + 1)
        if row > first {
          for below in row + 1..<row + column.count { h[below, row - 1] = 0 }
        }
      }
      column = (row + 1...min(row + 3, last)).map { h[$0, row] }
    }
  }

  /// The sum and the product of the two shifts: the eigenvalues of the last two rows and columns.
  private func shifts(last: Int, isExceptional: Bool) -> (sum: Double, product: Double) {
    if isExceptional {
      let size = h[last, last - 1].magnitude + h[last - 1, last - 2].magnitude
      return (1.5 * size, size * size)
    }
    let (a, d) = (h[last - 1, last - 1], h[last, last])
    return (a + d, a * d - h[last - 1, last] * h[last, last - 1])
  }

  /// H <- P H P, where P reflects some rows and columns that follow one another.
  private mutating func apply(
    _ reflection: Reflection, at place: Int, columns: Range<Int>, rows: Range<Int>
  ) {
    let (vector, factor) = (reflection.vector, reflection.factor)
    for column in columns {
      var sum = 0.0
      for (offset, element) in vector.enumerated() { sum += element * h[place + offset, column] }
      for (offset, element) in vector.enumerated() { h[place + offset, column] -= factor * sum * element }
    }
    for row in rows {
      var sum = 0.0
      for (offset, element) in vector.enumerated() { sum += element * h[row, place + offset] }
      for (offset, element) in vector.enumerated() { h[row, place + offset] -= factor * sum * element }
    }
  }
}

/// A Householder reflection I - factor v v^T, which leaves of a vector only its first element.
private struct Reflection {
  let vector: [Double]
  let factor: Double

  /// Nil where there is nothing to reflect.
  init?(_ column: [Double]) {
    let scale = column.reduce(0) { max($0, $1.magnitude) }
    guard let head = column.first, column.dropFirst().contains(where: { $0 != 0 }) else { return nil }
    var vector = column.map { $0 / scale }
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    vector[0] += head < 0 ? -norm : norm
    self.vector = vector
    factor = 2 / vector.reduce(0) { $0 + $1 * $1 }
  }
}
