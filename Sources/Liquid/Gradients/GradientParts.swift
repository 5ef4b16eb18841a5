/// Which elements of a gradient a batch changes whole, and which rows of the others the newest one has changed.
final class GradientParts {
  let count: Int
  let sparse: [SparseTensor]
  /// What lies between the sparse tensors.
  let dense: [Range<Int>]
  private var touched: [[Int]]

  init(sparse: [SparseTensor], count: Int) {
    (self.sparse, self.count) = (sparse, count)
    touched = Array(repeating: [], count: sparse.count)
    var (dense, place) = ([Range<Int>](), 0)
    for tensor in sparse.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      dense.append(place..<tensor.range.lowerBound)
      place = tensor.range.upperBound
    }
    self.dense = dense + [place..<count]
  }

  func clearDense(_ gradient: inout [Float]) {
    for range in dense { for index in range { gradient[index] = 0 } }
  }

  /// Sets the sum of the shards' gradients to 0.
  func clear(_ sums: inout [Float]) {
    clearDense(&sums)
    for (index, tensor) in sparse.enumerated() {
      for first in touched[index] { for element in first..<first + tensor.width { sums[element] = 0 } }
      touched[index].removeAll(keepingCapacity: true)
    }
  }

  /// Rows of a sparse tensor that a sum now has.
  func note(_ rows: [Int], ofTensor index: Int) { touched[index] += rows }
}
