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
