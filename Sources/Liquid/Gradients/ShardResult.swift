/// A shard's part of a batch's loss and gradient.
final class ShardResult {
  var loss = 0.0
  /// `[layout.count]`
  var gradient: [Float]
  private let parts: GradientParts
  /// Of each sparse tensor, the first elements of rows that may not be 0; some several times.
  private var touched: [[Int]]

  init(_ parts: GradientParts) {
    self.parts = parts
    gradient = Array(repeating: 0, count: parts.count)
    touched = Array(repeating: [], count: parts.sparse.count)
  }

  /// Sets the gradient to 0; `add` has done so for the sparse tensors.
  func clear() { parts.clearDense(&gradient) }

  /// Remembers which rows of the sparse tensors the newest backward pass has changed.
  func takeTouchedRows(_ runner: any ShardRunner) {
    runner.forEachTouchedRow { tensor, first in touched[tensor].append(first) }
  }

  /// Adds the gradient to a sum, and sets that of the sparse tensors to 0.
  func add(to sums: inout [Float]) {
    sums.withUnsafeMutableBufferPointer { sums in
      gradient.withUnsafeMutableBufferPointer { own in
        for range in parts.dense { for index in range { sums[index] += own[index] } }
        for (tensor, rows) in zip(parts.sparse, touched) {
          for first in rows {
            // A row that is named twice is 0 the second time.
            for index in first..<first + tensor.width {
              sums[index] += own[index]
              own[index] = 0
            }
          }
        }
      }
    }
    for index in touched.indices {
      parts.note(touched[index], ofTensor: index)
      touched[index].removeAll(keepingCapacity: true)
    }
  }
}

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
