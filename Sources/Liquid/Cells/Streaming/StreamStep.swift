/// A cell's step for one sequence alone, with neurons or synapses in the lanes instead of sequences.
///
/// Channel maps, the dense layer behind the outputs and the mixed memory are not its business: `PortedStream` and
/// `MemoryStream` put them around it.
protocol StreamStep: AnyObject {
  /// What a step hands to the next, in an order and with a padding of the step's own.
  var states: LaneBuffer { get }

  /// Where each state lies in `states`; the neurons' states come first, in the wiring's order.
  var places: [Int] { get }

  /// Takes over the parameters that later calls use, `[layout.count]`.
  func load(_ parameters: [Float])

  /// Goes a step, from `states` to `states`.
  func advance(_ inputs: StreamInputs, elapsed: Float)
}

/// What a step of one sequence sees.
struct StreamInputs {
  /// As they come, `[inputs]`.
  let raw: UnsafePointer<Float>
  /// Behind the input map, `[inputs + 1]`: a zero follows.
  let mapped: UnsafePointer<Float>
}
