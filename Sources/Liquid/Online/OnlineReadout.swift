/// What turns states into outputs in an `OnlineNetwork`, and what a later gradient needs to know about it.
///
/// A record keeps of one step: the states that are read, before and after the output map, the weights by which the
/// outputs depend on them, and the derivatives of the outputs with respect to the parameters that the states depend on.
final class OnlineReadout {
  let weights: OutputWeights
  private let ports: NetworkPorts
  private var map: ChannelMapValues
  private let denseWeights: Range<Int>?
  private let denseBias: Range<Int>?
  /// Of the dense layer, `[outputs, read]` and `[outputs]`.
  private var dense: [Float]
  private var bias: [Float]
  private let mapped = LaneBuffer()

  // Where the parts of a record begin.
  private let mapStart: Int
  private let denseStart: Int
  private let weightStart: Int
  /// Where the derivatives begin.
  let sensitivityStart: Int

  init(ports: NetworkPorts, layout: ParameterLayout) {
    self.ports = ports
    map = ChannelMapValues("output", map: ports.outputMap, width: ports.read, layout: layout)
    let isDense = ports.projection != nil
    denseWeights = isDense ? layout["readout_w"] : nil
    denseBias = isDense ? layout["readout_b"] : nil
    dense = Array(repeating: 0, count: denseWeights?.count ?? 0)
    bias = Array(repeating: 0, count: denseBias?.count ?? 0)
    weights = OutputWeights(
      outputs: ports.outputWidth, read: ports.read, start: ports.readStart, isDense: isDense)
    mapped.reserve(ports.read)
    mapStart = ports.read
    denseStart = mapStart + ports.read
    weightStart = denseStart + dense.count
    sensitivityStart = weightStart + weights.count
  }

  func load(_ parameters: [Float]) {
    map.load(parameters)
    guard let denseWeights, let denseBias else { return }
    for (place, index) in denseWeights.enumerated() { dense[place] = parameters[index] }
    for (place, index) in denseBias.enumerated() { bias[place] = parameters[index] }
  }

  func forward(_ states: UnsafePointer<Float>, outputs: inout [Float]) {
    let states = states + ports.readStart
    guard denseWeights != nil else {
      for output in outputs.indices {
        outputs[output] = states[output] * map.weight[output] + map.bias[output]
      }
      return
    }
    for place in 0..<ports.read { mapped.base[place] = states[place] * map.weight[place] + map.bias[place] }
    for output in outputs.indices {
      var sum = bias[output]
      for place in 0..<ports.read { sum += dense[output * ports.read + place] * mapped.base[place] }
      outputs[output] = sum
    }
  }

  /// Writes a record but for the derivatives, and returns where the outputs' weights lie in it.
  func write(_ states: UnsafePointer<Float>, to record: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
    let states = states + ports.readStart
    record.update(from: states, count: ports.read)
    for place in 0..<ports.read {
      record[mapStart + place] = states[place] * map.weight[place] + map.bias[place]
    }
    for place in dense.indices { record[denseStart + place] = dense[place] }
    for place in 0..<weights.count {
      record[weightStart + place] =
        weights.isDense ? dense[place] * map.weight[place % ports.read] : map.weight[place]
    }
    return UnsafePointer(record + weightStart)
  }

  /// Adds the gradient with respect to the readout's own parameters to a flat vector.
  func accumulateGradient(
    _ outputGradient: UnsafePointer<Float>, record: UnsafePointer<Float>, into gradient: inout [Float]
  ) {
    for place in 0..<ports.read {
      let state = record[place]
      var mapGradient: Float = 0
      if let denseWeights {
        for output in 0..<weights.outputs {
          mapGradient += outputGradient[output] * record[denseStart + output * ports.read + place]
          gradient[denseWeights.lowerBound + output * ports.read + place] +=
            outputGradient[output] * record[mapStart + place]
        }
      } else {
        mapGradient = outputGradient[place]
      }
      if let range = map.weightRange { gradient[range.lowerBound + place] += mapGradient * state }
      if let range = map.biasRange { gradient[range.lowerBound + place] += mapGradient }
    }
    guard let denseBias else { return }
    for output in 0..<weights.outputs { gradient[denseBias.lowerBound + output] += outputGradient[output] }
  }
}
