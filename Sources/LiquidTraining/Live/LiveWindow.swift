import Telemetry

/// The newest rows of a stream as they were answered to, for the screen and the record.
struct LiveWindow {
  private let capacity: Int
  private let inputs: Int
  private let neurons: Int
  private let outputs: Int
  private var rows: [Row] = []

  private struct Row {
    var number: Int
    /// Since the row before, in the data's unit.
    var elapsed: Float
    var inputs: [Float]
    var states: [Float]
    var timeConstants: [Float]
    var outputs: [Float]
    var targets: [Float]
  }

  init(capacity: Int, description: RunDescription) {
    self.capacity = capacity
    inputs = description.task.inputNames.count
    neurons = description.model.neurons.count
    outputs = description.task.outputNames.count
  }

  /// Adds a row whose target is not known yet.
  ///
  /// - Parameter timeConstants: `[neurons]`, or empty where they were not read.
  mutating func append(
    row: Int, elapsed: Float, inputs: [Float], states: [Float], timeConstants: [Float], outputs: [Float]
  ) {
    // In bulk: one at a time would move all the others each time.
    if rows.count >= 2 * capacity { rows.removeFirst(rows.count - capacity + 1) }
    rows.append(
      Row(
        number: row, elapsed: elapsed, inputs: inputs, states: states, timeConstants: timeConstants,
        outputs: outputs, targets: []))
  }

  /// Adds what became known about an earlier row.
  mutating func setTargets(_ targets: [Float], ofRow number: Int) {
    // Rows without an answer are left out, so that numbers may be missing.
    guard let index = rows.lastIndex(where: { $0.number <= number }), rows[index].number == number else {
      return
    }
    rows[index].targets = targets
  }

  /// The newest rows as one trace. Time constants that were not read are NaN.
  func trace(hasTimeConstants: Bool) -> Trace {
    let newest = rows.suffix(capacity)
    func filled(_ values: [Float], _ count: Int) -> [Float] {
      values.count == count ? values : Array(repeating: .nan, count: count)
    }
    var time: Float = 0
    let times = newest.enumerated().map { index, row -> Float in
      time += index == 0 ? 0 : row.elapsed
      return time
    }
    return Trace(
      times: times, inputs: newest.flatMap(\.inputs), states: newest.flatMap(\.states),
      timeConstants: hasTimeConstants ? newest.flatMap { filled($0.timeConstants, neurons) } : [],
      outputs: newest.flatMap(\.outputs), targets: newest.flatMap { filled($0.targets, outputs) })
  }
}
