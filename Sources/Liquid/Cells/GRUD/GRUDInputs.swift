import CLiquidKernels

// Shapes, in rows of 16 floats, one lane per sequence: I inputs, N neurons, P masked channels, T times, at least P
//   rows [I + N + 2 P, twice]   seen [I]: inputs with what is missing filled in   times [T]   decays [P]

/// The inputs of a GRU-D: what is missing is filled in, and two states of each masked channel say since when and with what.
final class GRUDInputs {
  private let count: Int
  private let neurons: Int
  private let masked: [GRUD.MaskedChannel]
  private let timeCount: Int
  private let layout: StepRows
  private let ranges: (weights: Range<Int>, biases: Range<Int>)?
  private var weights: [Float]
  private var biases: [Float]
  /// Of each slot.
  private let decayRows = LaneBuffer()
  /// Sums of the gradient, `[P]`.
  private let weightSums = LaneBuffer()
  private let biasSums = LaneBuffer()

  init(cell: GRUD, layout: StepRows) {
    count = cell.wiring.inputs
    neurons = cell.wiring.neurons
    masked = cell.options.masked
    timeCount = cell.timeCount
    self.layout = layout
    ranges = masked.isEmpty ? nil : (cell.layout["input_decay_w"], cell.layout["input_decay_b"])
    weights = [Float](repeating: 0, count: masked.count)
    biases = weights
    weightSums.reserve(masked.count * LaneShard.lanes)
    biasSums.reserve(masked.count * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    guard let ranges else { return }
    for pair in masked.indices {
      weights[pair] = parameters[ranges.weights.lowerBound + pair]
      biases[pair] = parameters[ranges.biases.lowerBound + pair]
    }
  }

  func reserve(slots: Int) { decayRows.reserve(slots * masked.count * LaneShard.lanes) }

  /// Writes what the gates see of the inputs, the times, and the states of the masked channels after the step.
  func forward(
    _ place: StepPlace, rows: UnsafeMutablePointer<Float>, seen: UnsafeMutablePointer<Float>,
    times: UnsafeMutablePointer<Float>
  ) {
    let lanes = LaneShard.lanes
    seen.update(from: rows, count: count * lanes)
    if timeCount > masked.count {
      (times + masked.count * lanes).update(from: place.elapsed, count: lanes)
    }
    for (pair, channel) in masked.enumerated() {
      let (since, last) = states(rows + layout.before * lanes, pair)
      let (nextSince, nextLast) = states(rows + layout.after * lanes, pair)
      let (value, mask) = (rows + channel.value * lanes, rows + channel.mask * lanes)
      let own = seen + channel.value * lanes
      let time = times + pair * lanes
      let decays = decayRows.row(place.slot * masked.count + pair)
      for lane in 0..<lanes {
        time[lane] = place.elapsed[lane] + since[lane]
        decays[lane] = weights[pair] * time[lane] + biases[pair]
      }
      Self.decay(decays, rows: 1)
      for lane in 0..<lanes {
        let present = min(max(mask[lane], 0), 1)
        own[lane] = present * value[lane] + (1 - present) * decays[lane] * last[lane]
        nextSince[lane] = (1 - present) * time[lane]
        nextLast[lane] = present * value[lane] + (1 - present) * last[lane]
      }
    }
  }

  /// exp(-max(0, x)) in place, rows of lanes: with s = sigmoid(-x), e^-x = s / (1 - s). It is exactly 1 where x is at most 0:
  /// there is no slope.
  static func decay(_ x: UnsafeMutablePointer<Float>, rows: Int) {
    let count = rows * LaneShard.lanes
    for index in 0..<count { x[index] = x[index] <= 0 ? 100 : -x[index] }
    liquid_sigmoid(x, x, Int64(count))
    for index in 0..<count { x[index] = min(x[index] / (1 - x[index]), 1) }
  }

  func zeroGradients() {
    weightSums.clear(masked.count * LaneShard.lanes)
    biasSums.clear(masked.count * LaneShard.lanes)
  }

  /// Adds to the gradient of the inputs and of the masked channels' states before the step, and to the sums.
  ///
  /// - Parameters:
  ///   - seen: the gradient with respect to what the gates see of the inputs; written over.
  ///   - times: the times of the step, and the gradient with respect to them.
  func backward(
    _ place: StepPlace, rows: UnsafeMutablePointer<Float>, seen: UnsafeMutablePointer<Float>,
    times: (values: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>),
    gradient: UnsafeMutablePointer<Float>
  ) {
    let lanes = LaneShard.lanes
    for (pair, channel) in masked.enumerated() {
      let (_, last) = states(rows + layout.before * lanes, pair)
      let (sinceGradient, lastGradient) = states(gradient + layout.before * lanes, pair)
      let (nextSince, nextLast) = states(gradient + layout.after * lanes, pair)
      let (value, mask) = (rows + channel.value * lanes, rows + channel.mask * lanes)
      let (own, ofMask) = (seen + channel.value * lanes, seen + channel.mask * lanes)
      let (time, timeGradient) = (times.values + pair * lanes, times.gradient + pair * lanes)
      let decays = decayRows.row(place.slot * masked.count + pair)
      let (weightSum, biasSum) = (weightSums.row(pair), biasSums.row(pair))
      for lane in 0..<lanes {
        let present = min(max(mask[lane], 0), 1)
        let (missing, decay) = (1 - present, decays[lane])
        let sum = decay < 1 ? -own[lane] * missing * last[lane] * decay : 0
        weightSum[lane] += sum * time[lane]
        biasSum[lane] += sum
        sinceGradient[lane] += sum * weights[pair] + nextSince[lane] * missing + timeGradient[lane]
        lastGradient[lane] += (own[lane] * decay + nextLast[lane]) * missing
        if mask[lane] >= 0, mask[lane] <= 1 {
          ofMask[lane] +=
            own[lane] * (value[lane] - decay * last[lane]) + nextLast[lane]
            * (value[lane] - last[lane])
            - nextSince[lane] * time[lane]
        }
        own[lane] = (own[lane] + nextLast[lane]) * present
      }
    }
    liquid_add(Int32(count), seen, gradient)
  }

  /// Adds the sums to a flat vector, `[layout.count]`.
  func accumulateGradients(into gradient: inout [Float]) {
    guard let ranges else { return }
    weightSums.addRowSums(to: &gradient, ranges.weights)
    biasSums.addRowSums(to: &gradient, ranges.biases)
  }

  /// The time since a masked channel was observed, and what was observed then, among the states that begin at a row.
  private func states(
    _ rows: UnsafeMutablePointer<Float>, _ pair: Int
  ) -> (since: UnsafeMutablePointer<Float>, last: UnsafeMutablePointer<Float>) {
    let lanes = LaneShard.lanes
    return (rows + (neurons + pair) * lanes, rows + (neurons + masked.count + pair) * lanes)
  }
}
