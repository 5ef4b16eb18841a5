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

  private var parameters: [Float]
  /// For what the step itself cannot be asked.
  private let newestStep: RepeatedStep

  var stateCount: Int { step.places.count }

  init(cell: any SteppedCell, step: any StreamStep, parameters: [Float]) {
    let (ports, layout) = (cell.ports, cell.layout)
    self.parameters = parameters
    self.step = cell.hasMixedMemory ? MemoryStream(around: step, cell: cell) : step
    inputMap = VectorMap("input", map: ports.inputMap, width: ports.inputs, layout: layout)
    outputMap = VectorMap("output", map: ports.outputMap, width: ports.read, layout: layout)
    projection = ports.projection.map { outputs in
      VectorDense(
        width: outputs, parts: [.init(inputs: ports.read, weightStart: layout["readout_w"].lowerBound)],
        biasStart: layout["readout_b"].lowerBound)
    }
    newestStep = RepeatedStep(cell: cell, places: self.step.places)
    readPlaces = Array(self.step.places[..<ports.read])
    raw.reserve(ports.inputs)
    mapped.reserve(ports.inputs + 1)
    read.reserve(ports.read)
    projected.reserve(projection?.paddedCount ?? 0)
    load(parameters)
  }

  func load(_ parameters: [Float]) {
    self.parameters = parameters
    step.load(parameters)
    inputMap.load(parameters)
    outputMap.load(parameters)
    projection?.load(parameters)
    newestStep.reload()
    newestStep.forget()
  }

  func step(_ inputs: [Float], elapsed: Float, outputs: inout [Float]) {
    for channel in inputs.indices { raw.base[channel] = inputs[channel] }
    inputMap.apply(raw.base, to: mapped.base)
    newestStep.keep(inputs, elapsed: elapsed, from: step.states.base)
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
      newestStep.forget()
    }
  }

  func readTimeConstants() -> [Float]? { newestStep.run(parameters: parameters)?.readTimeConstants() }

  func readSynapses() -> SynapseActivity? { newestStep.run(parameters: parameters)?.readSynapses() }
}
