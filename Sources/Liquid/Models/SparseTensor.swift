/// A tensor of which a batch changes few rows.
package struct SparseTensor: Sendable {
  /// Its elements in the flat vector.
  package let range: Range<Int>
  /// Elements of a row.
  package let width: Int
}
