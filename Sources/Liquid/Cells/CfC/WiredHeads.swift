import CLiquidKernels

/// Heads that see only the synapses of their neuron.
final class WiredHeads: CfCHeads {
  private let cell: CfC
  private let neurons: Int
  private let heads: Int
  private let bias = LaneBuffer()
  /// By target, both kinds of synapses; `[synapses, heads]`.
  private let weights = LaneBuffer()
  /// One row per synapse, in the order of `weights`.
  private let sums = LaneBuffer()
  /// Where each weight lies in the flat parameter vector, in the order of `weights`; nil: it is always 0.
  private let places: [Int?]
  /// Neuron j has synapses `starts[j] ..< starts[j + 1]` of `others`, the rows they come from.
  private let starts: [Int32]
  private let others: [Int32]
  /// The place of the wiring's synapses, then of its sensory synapses, in the order of `weights`.
  private let order: [Int?]

  init(cell: CfC, stages: CfCStages) {
    self.cell = cell
    neurons = cell.wiring.neurons
    heads = cell.options.mode.heads.count
    let table = WiredSynapses(cell: cell, stages: stages)
    places = table.places
    starts = table.starts
    others = table.others
    order = table.order
    bias.reserve(heads * neurons)
    weights.reserve(places.count)
    sums.reserve(others.count * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    for (index, place) in places.enumerated() { weights.base[index] = place.map { parameters[$0] } ?? 0 }
    let first = cell.layout["ff1_b"].lowerBound
    for index in 0..<heads * neurons { bias.base[index] = parameters[first + index] }
  }

  // Nothing is kept between the passes but what the step keeps.
  func reserve(slots: Int) {}

  func forward(
    _ group: UnsafePointer<liquid_cfc_group>, slot: Int, rows: UnsafePointer<Float>,
    heads: UnsafeMutablePointer<Float>
  ) {
    withKernelTable { liquid_wired_forward($0, group, rows, heads) }
  }

  func zeroGradients() {
    sums.clear(others.count * LaneShard.lanes)
  }

  func backward(
    _ group: UnsafePointer<liquid_cfc_group>, slot: Int, headGradient: UnsafePointer<Float>,
    rows: UnsafePointer<Float>, rowGradient: UnsafeMutablePointer<Float>
  ) {
    withKernelTable { liquid_wired_gradient($0, group, headGradient, rows, rowGradient, sums.row(0)) }
  }

  func accumulateGradients(
    slots: Int, rows: UnsafePointer<Float>, stride: Int, headGradient: UnsafePointer<Float>,
    into gradient: inout [Float]
  ) {
    for synapse in others.indices {
      if heads == 1 {
        if let place = places[synapse] { gradient[place] += sums.rowSum(synapse) }
      } else {
        let headSums = sums.fourSums(synapse)
        for head in 0..<4 {
          if let place = places[4 * synapse + head] { gradient[place] += headSums[head] }
        }
      }
    }
    let first = cell.layout["ff1_b"].lowerBound
    let width = Int32(heads * neurons)
    gradient.withUnsafeMutableBufferPointer { all in
      guard let base = all.baseAddress else { return }
      liquid_row_sums(Int32(slots), width, width, headGradient, base + first)
    }
  }

  // Each head sees the synapses of its neuron alone.
  func denseTerms(rows: UnsafePointer<Float>, headGradient: UnsafePointer<Float>) -> [DenseTerm]? { nil }

  func gains(slot: Int, lane: Int, slopes: [Float]) -> [Float] {
    let wiring = cell.wiring
    let targets = (wiring.synapses + wiring.sensorySynapses).map(\.target)
    return zip(targets, order).map { target, synapse in
      guard let synapse else { return 0 }
      return (0..<heads).reduce(0) { sum, head in
        sum + slopes[head * neurons + target] * weights.base[synapse * heads + head]
      }
    }
  }

  private func withKernelTable(_ body: (UnsafePointer<liquid_wired_heads>) -> Void) {
    starts.withUnsafeBufferPointer { starts in
      others.withUnsafeBufferPointer { others in
        var table = liquid_wired_heads(
          heads: Int32(heads), starts: starts.baseAddress, others: others.baseAddress, weights: weights.base,
          bias: bias.base)
        body(&table)
      }
    }
  }
}

/// The synapses of a wired CfC by target, recurrent before sensory, as `WiredHeads` reads them.
struct WiredSynapses {
  private(set) var starts: [Int32] = [0]
  /// The row that each comes from.
  private(set) var others: [Int32] = []
  /// Where the weight of each synapse and head lies in the flat parameter vector, `[synapses, heads]`; nil where a
  /// head has none.
  private(set) var places: [Int?] = []
  /// Of the wiring's synapses, then its sensory synapses: their place in `others`; nil where no head has them.
  let order: [Int?]

  init(cell: CfC, stages: CfCStages) {
    let wiring = cell.wiring
    let rows = StepRows(inputs: wiring.inputs, states: wiring.neurons)
    let heads = cell.options.mode.heads.map { HeadPlaces(cell, head: $0) }
    // The last head has every synapse that another one has. Both of its lists are sorted by target.
    let all = cell.synapses(ofHead: cell.options.mode.heads.last ?? "ff1")
    var (recurrentOrder, sensoryOrder): ([CfC.HeadSynapse: Int], [CfC.HeadSynapse: Int]) = ([:], [:])
    var (recurrent, sensory) = (all.recurrent[...], all.sensory[...])
    for target in 0..<wiring.neurons {
      while let synapse = recurrent.first, synapse.target == target {
        let isNew = stages.stage(of: synapse.source) < stages.stage(of: target)
        recurrentOrder[synapse] = others.count
        others.append(Int32((isNew ? rows.after : rows.before) + synapse.source))
        places += heads.map { $0.recurrent[synapse] }
        recurrent.removeFirst()
      }
      while let synapse = sensory.first, synapse.target == target {
        sensoryOrder[synapse] = others.count
        others.append(Int32(synapse.source))
        places += heads.map { $0.sensory[synapse] }
        sensory.removeFirst()
      }
      starts.append(Int32(others.count))
    }
    order =
      wiring.synapses.map { recurrentOrder[.init($0)] }
      + wiring.sensorySynapses.map { sensoryOrder[.init($0)] }
  }
}

/// Where a head's weights lie in the flat parameter vector.
private struct HeadPlaces {
  let recurrent: [CfC.HeadSynapse: Int]
  let sensory: [CfC.HeadSynapse: Int]

  init(_ cell: CfC, head: String) {
    let synapses = cell.synapses(ofHead: head)
    recurrent = Self.places(synapses.recurrent, from: cell.layout[head + "_w"])
    sensory = Self.places(synapses.sensory, from: cell.layout[head + "_sensory_w"])
  }

  private static func places(_ synapses: [CfC.HeadSynapse], from range: Range<Int>) -> [CfC.HeadSynapse: Int]
  {
    Dictionary(uniqueKeysWithValues: zip(synapses, range))
  }
}
