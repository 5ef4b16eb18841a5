import Telemetry

extension RunReader {
  /// The scalars of the steps in `steps`, in the order in which they were recorded.
  public func scalars(from first: Int = .min, through last: Int = .max) -> [StepScalars] {
    sequencedScalars(from: first, through: last).map(\.value)
  }

  /// The same, each with its place in the order of arrival.
  ///
  /// - Parameter sequence: only what arrived later.
  func sequencedScalars(
    after sequence: Int = 0, from first: Int = .min, through last: Int = .max
  ) -> [Sequenced<StepScalars>] {
    rows(
      """
      SELECT sequence, step, epoch, elapsed, loss, learning_rate, gradient_norm, has_validation,
        validation_loss, validation_metric
      FROM scalars WHERE sequence > ? AND step BETWEEN ? AND ? ORDER BY sequence
      """, [.integer(sequence), .integer(first), .integer(last)], doing: "reading scalars"
    ) { [path] row throws(RunStoreError) in
      guard let step = row.count(1), let epoch = row.count(2) else {
        throw .damaged(path: path, what: "the number of a step is out of range")
      }
      return Sequenced(
        sequence: row.integer(0),
        value: StepScalars(
          step: step, epoch: epoch, elapsed: row.real(3), loss: row.real(4), learningRate: row.real(5),
          gradientNorm: row.real(6), validation: row.validation(7)))
    }
  }
}

/// A message with its place in the order of arrival, which counts over messages of all kinds.
package struct Sequenced<Value: Sendable>: Sendable {
  package var sequence: Int
  package var value: Value

  package init(sequence: Int, value: Value) {
    self.sequence = sequence
    self.value = value
  }
}

extension Statement {
  /// The validation in three columns: whether there is one, its loss and its metric.
  func validation(_ column: Int32) -> Validation? {
    guard integer(column) == 1 else { return nil }
    return Validation(loss: real(column + 1), metric: real(column + 2))
  }
}
