/// A shard's part of a batch's loss and gradient.
final class ShardResult {
  var loss = 0.0
  /// `[layout.count]`
  var gradient: [Float]
  let parts: GradientParts
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

  /// Of each sparse tensor, the first elements of rows that may not be 0, each once.
  var touchedRows: [[Int]] { touched.map { Set($0).sorted() } }

  /// Notes that rows of a sparse tensor may not be 0 any more.
  func touch(_ rows: [Int], ofTensor index: Int) { touched[index] += rows }

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
