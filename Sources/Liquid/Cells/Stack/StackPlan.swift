/// Where the states of a stack lie, in rows, and what its readout reads.
///
/// The neurons of the last layer come first, so that what is read is where it is in every wiring; then what else each
/// layer keeps from step to step, the counts of the pool, and the values that the readout reads, unless those are the
/// last layer's states themselves.
struct StackPlan: Sendable {
  /// By layer, from the inputs to the outputs.
  let neurons: [Range<Int>]
  /// What else each layer keeps.
  let extras: [Range<Int>]
  let counts: Range<Int>
  /// What the readout reads.
  let read: Range<Int>
  /// All rows.
  let states: Int
  private let outputMap: ChannelMap
  private let projection: Int?

  /// Whether the readout reads rows of its own.
  var hasReadRows: Bool { read.lowerBound > 0 }

  init(_ cells: [any SteppedCell], options: Stack.Options) {
    let last = cells[cells.count - 1].ports
    var place = 0
    func next(_ count: Int) -> Range<Int> {
      place += count
      return place - count..<place
    }
    neurons = cells.reversed().map { next($0.wiring.neurons) }.reversed()
    extras = cells.reversed().map { next($0.stateRows - $0.wiring.neurons) }.reversed()
    counts = next(options.pooling.countRows)
    read =
      options.changesWhatIsRead(isDense: last.projection != nil) ? next(last.read) : 0..<last.read
    states = place
    (outputMap, projection) = (last.outputMap, last.projection)
  }

  func ports(inputs: Int) -> NetworkPorts {
    NetworkPorts(
      inputs: inputs, read: read.count, inputMap: .none, outputMap: outputMap, projection: projection,
      readStart: read.lowerBound)
  }
}

extension Stack.Options {
  /// Whether the readout reads something else than the last layer's states.
  ///
  /// - Parameter isDense: whether the last layer has a dense layer: motor neurons are outputs, which dropout and
  ///   normalisation would change.
  func changesWhatIsRead(isDense: Bool) -> Bool {
    pooling != .last || (isDense && (normalizesLayers || isResidual || dropout > 0))
  }
}
