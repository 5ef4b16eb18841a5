import Liquid

/// Runs a network over rows as an evaluation does: in windows that each start anew, after rows that warm the state up.
///
/// It runs the kernels of an evaluation, in one of their 16 lanes: the numbers are the same to the last bit.
final class WindowedStream {
  private let stream: NetworkStream
  /// Rows in a window; nil: a sequence is one.
  private let window: Int?
  private let warmUp: Int
  private let averagesOutputs: Bool

  /// Rows of the sequence so far.
  private var count = 0
  /// Its last rows, at least `warmUp` of them if there are so many.
  private var history: [Row] = []
  /// Of the window's outputs.
  private var sums = Sums(values: [], count: 0)

  private struct Row {
    let channels: [Float]
    let elapsed: Float
  }

  private struct Sums {
    var values: [Float]
    var count: Int

    var means: [Float] { values.map { $0 / Float(count) } }
  }

  init(_ model: Model, schema: DataSchema, whole: Bool) {
    stream = NetworkStream(inOneLane: model) ?? NetworkStream(model: model)
    window = whole ? nil : schema.window
    warmUp = window == nil ? 0 : schema.warmUp
    averagesOutputs = schema.targetSteps == .mean
  }

  /// Forgets all rows.
  func reset() {
    stream.reset()
    count = 0
    history = []
  }

  /// Those of the last row, `[neurons]`; NaN where there is none.
  var timeConstants: [Float] { stream.timeConstants }

  /// Those of the last row, `[synapses + sensory synapses]`; 0 where there is none.
  var synapseCurrents: [Float] { stream.synapseCurrents }

  /// Runs a row.
  ///
  /// - Parameter read: what the raw outputs after it mean, `[outputs]`: the means over the window so far where these are
  ///   what counts. Where it returns nil, the stream is as it was before.
  /// - Returns: the result of `read`.
  func step(_ row: RowEncoder.Encoded, _ read: ([Float]) -> Prediction?) -> Prediction? {
    let place = row.isFirst ? 0 : count
    let startsWindow = window.map { place % $0 == 0 } ?? (place == 0)
    let states = stream.states
    if startsWindow {
      stream.reset()
      let warming = row.isFirst ? [] : history.suffix(warmUp)
      for row in warming { stream.step(unchecked: row.channels, elapsed: row.elapsed) }
    }
    stream.step(unchecked: row.channels, elapsed: row.elapsed)
    let sums = averagesOutputs ? sums(startsWindow: startsWindow) : sums
    guard let answer = read(averagesOutputs ? sums.means : stream.outputs) else {
      stream.restore(uncheckedStates: states)
      return nil
    }
    count = place + 1
    self.sums = sums
    remember(row)
    return answer
  }

  /// The window's with the step's own outputs: in the order of the steps, as `GradientEngine` adds them.
  private func sums(startsWindow: Bool) -> Sums {
    var sums =
      startsWindow ? Sums(values: [Float](repeating: 0, count: stream.outputs.count), count: 0) : self.sums
    for index in sums.values.indices { sums.values[index] += stream.outputs[index] }
    sums.count += 1
    return sums
  }

  private func remember(_ row: RowEncoder.Encoded) {
    guard warmUp > 0 else { return }
    if row.isFirst { history = [] }
    history.append(Row(channels: row.channels, elapsed: row.elapsed))
    // Seldom, so that rows are not moved again and again.
    if history.count / 2 > warmUp { history.removeFirst(history.count - warmUp) }
  }
}
