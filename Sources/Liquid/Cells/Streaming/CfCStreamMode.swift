import CLiquidKernels

/// What a CfC's mode makes of the heads, with 16 neurons in the lanes.
final class CfCStreamMode {
  private let cell: CfC
  private let rows: Int
  private let places: [Int]
  /// A row each: the elapsed time, and ones: the sequence is always present.
  private let elapsed = LaneBuffer(count: LaneShard.lanes)
  private let present = LaneBuffer(count: LaneShard.lanes)
  private let amplitude = LaneBuffer()
  private let rate = LaneBuffer()
  private let members: [Int32]

  /// - Parameters:
  ///   - places: the lane of each neuron.
  ///   - rows: rows of all neurons.
  init(cell: CfC, places: [Int], rows: Int) {
    self.cell = cell
    self.places = places
    self.rows = rows
    members = (0..<rows).map(Int32.init)
    present.base.update(repeating: 1, count: LaneShard.lanes)
    amplitude.reserve(rows * LaneShard.lanes)
    rate.reserve(rows * LaneShard.lanes)
  }

  private var isPure: Bool { cell.options.mode == .pure }

  func load(_ parameters: [Float]) {
    guard isPure else { return }
    for (place, index) in zip(places, cell.layout["A"]) { amplitude.base[place] = parameters[index] }
    for (place, index) in zip(places, cell.layout["w_tau"]) { rate.base[place] = parameters[index] }
  }

  /// Sets the elapsed time of a step.
  func start(elapsed time: Float) {
    elapsed.base.update(repeating: time, count: LaneShard.lanes)
  }

  /// Computes the states of some rows of neurons; the heads, `[heads, rows]`, are written over.
  func step(rows range: Range<Int>, heads: UnsafeMutablePointer<Float>, next: UnsafeMutablePointer<Float>) {
    guard !isPure else {
      let first = range.lowerBound * LaneShard.lanes
      liquid_stream_pure(
        Int32(range.count), elapsed.base[0], amplitude.base + first, rate.base + first, heads + first,
        next + first)
      return
    }
    // The kernel for 16 sequences does the same for 16 neurons: what it calls a neuron is a row.
    members.withUnsafeBufferPointer { members in
      guard let base = members.baseAddress else { return }
      var group = liquid_cfc_group(
        mode: cell.options.mode.kernel, neurons: Int32(rows), count: Int32(range.count),
        members: base + range.lowerBound, amplitude: nil, rate: nil)
      liquid_cfc_step(&group, elapsed.base, present.base, next, heads, next)
    }
  }
}
