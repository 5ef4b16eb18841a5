import CLiquidKernels

/// The synapses of a wiring grouped by one of their ends, as the kernels read them.
final class SynapseTable {
  enum Grouping {
    case bySource
    case byTarget
  }

  /// For the kernels; its pointers are valid as long as this table.
  let list: liquid_synapse_list
  /// The place in the wiring's order of each synapse of the table.
  let order: [Int]

  // Owned, of fixed size, freed in deinit and written only by `load`.
  private let starts: UnsafeMutablePointer<Int32>
  private let others: UnsafeMutablePointer<Int32>
  private let synapses: UnsafeMutablePointer<liquid_synapse>

  init(_ wired: [Wiring.Synapse], groups: Int, grouping: Grouping) {
    let ends = wired.map { grouping == .bySource ? ($0.source, $0.target) : ($0.target, $0.source) }
    let starts = UnsafeMutablePointer<Int32>.allocate(capacity: groups + 1)
    others = .allocate(capacity: wired.count)
    synapses = .allocate(capacity: wired.count)
    synapses.initialize(repeating: liquid_synapse(), count: wired.count)
    starts.initialize(repeating: 0, count: groups + 1)
    for (group, _) in ends { starts[group + 1] += 1 }
    for group in 0..<groups { starts[group + 1] += starts[group] }
    // A counting sort: stable, so that the wiring's order remains within a group.
    var next = (0..<groups).map { Int(starts[$0]) }
    var order = Array(repeating: 0, count: wired.count)
    for (index, (group, other)) in ends.enumerated() {
      order[next[group]] = index
      (others + next[group]).initialize(to: Int32(other))
      next[group] += 1
    }
    self.order = order
    self.starts = starts
    list = liquid_synapse_list(groups: Int32(groups), starts: starts, others: others, synapses: synapses)
  }

  deinit {
    starts.deallocate()
    others.deallocate()
    synapses.deallocate()
  }

  /// Loads the synapses' parameters.
  func load(_ values: SynapseValues) { load(values.kernelSynapse) }

  /// Loads the synapses' parameters.
  ///
  /// - Parameter synapse: one of them, by its place in the wiring's order.
  func load(_ synapse: (_ index: Int) -> liquid_synapse) {
    for (place, index) in order.enumerated() { synapses[place] = synapse(index) }
  }
}

extension SynapseValues {
  /// A synapse's parameters as the kernels take them.
  func kernelSynapse(_ index: Int) -> liquid_synapse {
    liquid_synapse(
      mu: mu[index], sigma: sigma[index], w: w[index], drive: w[index] * erev[index], erev: erev[index],
      strength: w[index])
  }
}

extension liquid_synapse {
  /// - Parameters:
  ///   - drive: what s is multiplied by in the second sum, as `w` in the first.
  ///   - strength: what sigma is multiplied by in the gradient of the source's value.
  init(mu: Float, sigma: Float, w: Float, drive: Float, erev: Float, strength: Float) {
    let (log2e, ln2): (Float, Float) = (1.442695041, 0.693147181)
    let slope = -sigma * log2e
    self.init(
      slope: slope, offset: -slope * mu, w: w, drive: drive, erev: erev, pull: strength * slope * -ln2)
  }
}
