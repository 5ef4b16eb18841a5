import Foundation
import Liquid

/// The best answer that is the same for all rows: what a network's skill is measured against.
struct ConstantAnswer {
  /// Its loss on the targets that it is made from.
  let loss: Double

  init(_ batch: SequenceBatch, loss: Loss, width: Int) {
    let answer: [Float] =
      switch loss {
      case .crossEntropy: Self.logOdds(of: batch, classes: width)
      case .binaryCrossEntropy:
        Self.columns(of: batch).map { column in
          let share = min(max(column.mean, 1e-6), 1 - 1e-6)
          return Float(log(share / (1 - share)))
        }
      case .meanAbsoluteError: Self.columns(of: batch).map { Float($0.median) }
      case .meanSquaredError, .huber: Self.columns(of: batch).map { Float($0.mean) }
      }
    let outputs = (0..<batch.count * batch.steps).flatMap { _ in answer }
    let total = loss.total(outputs: outputs, width: width, batch: batch)
    self.loss = total.weight > 0 ? total.sum / total.weight : 0
  }

  /// The targets that count, and their weights, of one target.
  private struct Column {
    var values: [(value: Double, weight: Double)] = []

    var mean: Double {
      let weight = values.reduce(0) { $0 + $1.weight }
      return weight > 0 ? values.reduce(0) { $0 + $1.value * $1.weight } / weight : 0
    }

    var median: Double {
      let sorted = values.sorted { $0.value < $1.value }
      let half = sorted.reduce(0) { $0 + $1.weight } / 2
      var sum = 0.0
      for (value, weight) in sorted {
        sum += weight
        if sum >= half { return value }
      }
      return 0
    }
  }

  private static func columns(of batch: SequenceBatch) -> [Column] {
    var columns = [Column](repeating: Column(), count: batch.targetWidth)
    forEachTarget(of: batch) { target, value, weight in columns[target].values.append((value, weight)) }
    return columns
  }

  private static func logOdds(of batch: SequenceBatch, classes: Int) -> [Float] {
    var counts = [Double](repeating: 1e-6, count: classes)
    forEachTarget(of: batch) { _, value, weight in
      if let label = Int(exactly: value), counts.indices.contains(label) { counts[label] += weight }
    }
    let sum = counts.reduce(0, +)
    return counts.map { Float(log($0 / sum)) }
  }

  private static func forEachTarget(
    of batch: SequenceBatch, _ body: (_ target: Int, _ value: Double, _ weight: Double) -> Void
  ) {
    for sequence in 0..<batch.count {
      let first = sequence * batch.steps * batch.targetWidth
      for index in first..<first + batch.lengths[sequence] * batch.targetWidth
      where batch.targetWeights[index] > 0 {
        body(
          index % batch.targetWidth, Double(batch.targets[index]), Double(batch.targetWeights[index]))
      }
    }
  }
}
