import CLiquidKernels

/// The synapses of a wiring as the kernels for one sequence read them: the k-th synapse of 16 targets in a row.
final class StreamTable {
  /// For the kernels; its pointers are valid as long as this table.
  let list: liquid_stream_table
  /// Where each synapse lies, in the order given: its row times 16 plus its lane.
  let places: [Int]

  // Owned, of fixed size, written only by init and freed in deinit.
  private let starts: UnsafeMutablePointer<Int32>
  private let sources: UnsafeMutablePointer<Int32>
  private let shared: UnsafeMutablePointer<Int32>

  let rows: Int

  /// - Parameters:
  ///   - synapses: sorted by target; the source is a place in the vector that the kernels read.
  ///   - zero: a place there that always holds 0.
  init(_ synapses: [(source: Int, target: Int)], targets: TargetBlocks, zero: Int) {
    let lanes = LaneShard.lanes
    var degrees = [Int](repeating: 0, count: targets.neurons.count)
    for synapse in synapses { degrees[targets.places[synapse.target]] += 1 }
    var starts: [Int32] = [0]
    for block in 0..<targets.count {
      let height = degrees[block * lanes..<(block + 1) * lanes].max() ?? 0
      starts.append(starts[block] + Int32(height))
    }
    rows = Int(starts[targets.count])
    var sources = [Int32](repeating: Int32(zero), count: rows * lanes)
    var filled = [Int](repeating: 0, count: degrees.count)
    places = synapses.map { synapse in
      let lane = targets.places[synapse.target]
      let place = (Int(starts[lane / lanes]) + filled[lane]) * lanes + lane % lanes
      filled[lane] += 1
      sources[place] = Int32(synapse.source)
      return place
    }
    self.starts = Self.owned(starts)
    self.sources = Self.owned(sources)
    shared = Self.owned(Self.sharedSources(starts: starts, sources: sources, targets: targets))
    list = liquid_stream_table(
      blocks: Int32(targets.count), starts: self.starts, sources: self.sources, shared: shared)
  }

  deinit {
    starts.deallocate()
    sources.deallocate()
    shared.deallocate()
  }

  /// The source that all lanes of each row share, or -1.
  private static func sharedSources(starts: [Int32], sources: [Int32], targets: TargetBlocks) -> [Int32] {
    (0..<targets.count).flatMap { block in
      let first = block * LaneShard.lanes
      // Padding lanes may hold any value: nothing reads them.
      let used = (0..<LaneShard.lanes).filter { targets.neurons[first + $0] != nil }
      return (starts[block]..<starts[block + 1]).map { row in
        let seen = Set(used.map { sources[Int(row) * LaneShard.lanes + $0] })
        return seen.count == 1 ? seen.first ?? -1 : -1
      }
    }
  }

  private static func owned(_ values: [Int32]) -> UnsafeMutablePointer<Int32> {
    let owned = UnsafeMutablePointer<Int32>.allocate(capacity: values.count)
    owned.initialize(from: values, count: values.count)
    return owned
  }
}

/// Neurons in blocks of 16 lanes, in which those with about as many synapses lie side by side.
struct TargetBlocks {
  /// The neuron in each lane; nil where a lane pads, `[blocks, 16]`.
  let neurons: [Int?]
  /// The lane of each neuron.
  let places: [Int]
  /// The blocks of each stage.
  let stages: [Range<Int>]

  var count: Int { neurons.count / LaneShard.lanes }

  /// - Parameters:
  ///   - stages: the neurons that step together; a block holds neurons of one stage only.
  ///   - degrees: how many synapses reach each neuron.
  init(stages: [[Int]], degrees: [Int]) {
    var neurons: [Int?] = []
    var ranges: [Range<Int>] = []
    for stage in stages {
      let first = neurons.count / LaneShard.lanes
      neurons += stage.sorted { (degrees[$1], $0) < (degrees[$0], $1) }.map { Optional($0) }
      let last = LaneShard.count(sequences: neurons.count)
      neurons += Array(repeating: nil, count: last * LaneShard.lanes - neurons.count)
      ranges.append(first..<last)
    }
    var places = [Int](repeating: 0, count: degrees.count)
    for (place, neuron) in neurons.enumerated() {
      if let neuron { places[neuron] = place }
    }
    self.neurons = neurons
    self.places = places
    self.stages = ranges
  }
}
