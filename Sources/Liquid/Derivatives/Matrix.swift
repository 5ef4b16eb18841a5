/// A dense matrix in Double, row by row: a value.
///
///     let jacobian = steps.jacobian(at: 4, of: trajectory).states
///     print(jacobian[target, source])
package struct Matrix: Sendable, Hashable {
  package let rows: Int
  package let columns: Int
  /// `[rows, columns]`
  package private(set) var values: [Double]

  /// A matrix of zeros.
  package init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix of \(rows) by \(columns)")
    (self.rows, self.columns) = (rows, columns)
    values = Array(repeating: 0, count: rows * columns)
  }

  /// - Parameter values: `[rows, columns]`.
  package init(rows: Int, columns: Int, values: [Double]) {
    precondition(values.count == rows * columns, "\(values.count) values for \(rows) by \(columns)")
    (self.rows, self.columns, self.values) = (rows, columns, values)
  }

  package static func identity(_ size: Int) -> Matrix {
    var matrix = Matrix(rows: size, columns: size)
    for place in 0..<size { matrix[place, place] = 1 }
    return matrix
  }

  package subscript(row: Int, column: Int) -> Double {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  /// `[columns]`
  package func row(_ row: Int) -> ArraySlice<Double> { values[row * columns..<(row + 1) * columns] }

  /// The largest magnitude of an element; 0 for a matrix without any, NaN where an element is.
  package var largestMagnitude: Double {
    values.reduce(0) { $1.isNaN ? .nan : max($0, $1.magnitude) }
  }

  /// Whether no element is NaN or infinite.
  package var isFinite: Bool { values.allSatisfy(\.isFinite) }

  package static func * (left: Matrix, right: Matrix) -> Matrix {
    precondition(left.columns == right.rows, "\(left.columns) columns times \(right.rows) rows")
    var product = Matrix(rows: left.rows, columns: right.columns)
    for row in 0..<left.rows {
      for inner in 0..<left.columns {
        let factor = left[row, inner]
        for column in 0..<right.columns { product[row, column] += factor * right[inner, column] }
      }
    }
    return product
  }

  package static func * (left: Matrix, factor: Double) -> Matrix {
    Matrix(rows: left.rows, columns: left.columns, values: left.values.map { $0 * factor })
  }

  package static func - (left: Matrix, right: Matrix) -> Matrix {
    precondition(left.rows == right.rows && left.columns == right.columns, "matrices of different shapes")
    return Matrix(
      rows: left.rows, columns: left.columns, values: zip(left.values, right.values).map { $0 - $1 })
  }
}
