// Shapes, in rows of 16 floats where each lane is a neuron or an output, not a sequence:
//   I inputs and N neurons, both padded to whole rows
//   raw, mapped [I]   states: at least [N], in the order that `places` says

/// A cell's step for a single sequence, with neurons or synapses in the lanes instead of sequences.
///
/// Channel maps, the dense layer after the outputs and the mixed memory are not part of it: `PortedStream` and
/// `MemoryStream` put them around it.
protocol StreamStep: AnyObject {
  /// What a step hands to the next, in an order and with a padding of the step's own.
  var states: LaneBuffer { get }

  /// Where each state lies in `states`; the neurons' states come first, in the wiring's order.
  var places: [Int] { get }

  /// Loads the parameters that later calls use, `[layout.count]`.
  func load(_ parameters: [Float])

  /// Runs one step, from `states` to `states`.
  func advance(_ inputs: StreamInputs, elapsed: Float)
}

/// What a step of one sequence sees.
struct StreamInputs {
  /// As they come, `[inputs]`.
  let raw: UnsafePointer<Float>
  /// After the input map, `[inputs + 1]`: a zero follows.
  let mapped: UnsafePointer<Float>
}

/// Streams a cell that has a step of its own for one sequence: the parts before and after that step.
final class PortedStream: StreamRunner {
  private let step: any StreamStep
  private let inputMap: VectorMap
  private let outputMap: VectorMap
  private let projection: VectorDense?
  private let raw = LaneBuffer()
  private let mapped = LaneBuffer()
  /// The states that the output map reads, then what it makes of them.
  private let read = LaneBuffer()
  private let projected = LaneBuffer()
  private let readPlaces: [Int]

  // What it takes to run the last step once more, in a runner that can be read.
  private let cell: any SteppedCell
  private var parameters: [Float]
  /// The states before the last step, as `step.states`.
  private let before = LaneBuffer()
  private var lastElapsed: Float?
  /// Made where it is asked for; nil again where it would run with other parameters.
  private var inspector: LaneStream?
  /// Whether the inspector has run the last step already.
  private var isInspected = false

  var stateCount: Int { step.places.count }

  init(cell: any SteppedCell, step: any StreamStep, parameters: [Float]) {
    let (ports, layout) = (cell.ports, cell.layout)
    self.cell = cell
    self.parameters = parameters
    self.step = cell.hasMixedMemory ? MemoryStream(around: step, cell: cell) : step
    inputMap = VectorMap("input", map: ports.inputMap, width: ports.inputs, layout: layout)
    outputMap = VectorMap("output", map: ports.outputMap, width: ports.read, layout: layout)
    projection = ports.projection.map { outputs in
      VectorDense(
        width: outputs, parts: [.init(inputs: ports.read, weightStart: layout["readout_w"].lowerBound)],
        biasStart: layout["readout_b"].lowerBound)
    }
    readPlaces = Array(self.step.places[..<ports.read])
    raw.reserve(ports.inputs)
    mapped.reserve(ports.inputs + 1)
    read.reserve(ports.read)
    projected.reserve(projection?.paddedCount ?? 0)
    before.reserve(self.step.states.count)
    load(parameters)
  }

  func load(_ parameters: [Float]) {
    self.parameters = parameters
    step.load(parameters)
    inputMap.load(parameters)
    outputMap.load(parameters)
    projection?.load(parameters)
    (inspector, lastElapsed) = (nil, nil)
  }

  func step(_ inputs: [Float], elapsed: Float, outputs: inout [Float]) {
    for channel in inputs.indices { raw.base[channel] = inputs[channel] }
    inputMap.apply(raw.base, to: mapped.base)
    before.base.update(from: step.states.base, count: before.count)
    lastElapsed = elapsed
    isInspected = false
    step.advance(StreamInputs(raw: raw.base, mapped: mapped.base), elapsed: elapsed)
    let states = step.states.base
    for (channel, place) in readPlaces.enumerated() { read.base[channel] = states[place] }
    outputMap.apply(read.base, to: read.base)
    projection?.forward(read.base, to: projected.base)
    let answers = projection == nil ? read.base : projected.base
    for channel in outputs.indices { outputs[channel] = answers[channel] }
  }

  var states: [Float] {
    get { step.places.map { step.states.base[$0] } }
    set {
      // Padding as well: a NaN there would stay.
      step.states.clear(step.states.count)
      for (place, value) in zip(step.places, newValue) { step.states.base[place] = value }
      lastElapsed = nil
    }
  }

  func readTimeConstants() -> [Float]? { repeatedStep()?.readTimeConstants() }

  func readSynapses() -> SynapseActivity? { repeatedStep()?.readSynapses() }

  /// The inspector, after it ran the last step; nil where there is none.
  private func repeatedStep() -> LaneStream? {
    guard let lastElapsed else { return nil }
    let inspector = inspector ?? LaneStream(cell: cell, parameters: parameters)
    self.inspector = inspector
    if isInspected { return inspector }
    inspector.states = step.places.map { before.base[$0] }
    var outputs = [Float](repeating: 0, count: cell.outputWidth)
    inspector.step(
      (0..<cell.wiring.inputs).map { raw.base[$0] }, elapsed: lastElapsed, outputs: &outputs)
    isInspected = true
    return inspector
  }
}
