/// Where the derivatives with respect to an LTC's parameters lie in the direct vectors of a sub-step.
struct LTCColumns {
  /// The place of each parameter that acts on one neuron alone; 0 for all others.
  let places: [Int]
  /// Where what belongs to no parameter may be written.
  let unread: Int
  let width: Int

  private let cell: LTC
  private let inputsPerGroup: Int
  private let owned: [(parameters: [Int], place: Int)]
  private let inputStart: Int

  init(cell: LTC, inputsPerGroup: Int) {
    self.cell = cell
    self.inputsPerGroup = inputsPerGroup
    let (layout, wiring, lanes) = (cell.layout, cell.wiring, LaneShard.lanes)
    var parameters = (0..<wiring.neurons).map { neuron in
      ["gleak", "vleak", "cm"].map { layout[$0].lowerBound + neuron }
    }
    for (prefix, synapses) in [("", wiring.synapses), ("sensory_", wiring.sensorySynapses)] {
      for name in ["w", "mu", "sigma", "erev"] {
        for (index, synapse) in zip(layout[prefix + name], synapses) {
          parameters[synapse.target].append(index)
        }
      }
    }
    var (places, next) = ([Int](repeating: 0, count: layout.count), 0)
    var owned: [(parameters: [Int], place: Int)] = []
    for own in parameters {
      for (column, parameter) in own.enumerated() { places[parameter] = next + column }
      owned.append((own, next))
      next += LaneShard.count(sequences: own.count) * lanes
    }
    (self.places, self.owned) = (places, owned)
    inputStart = next
    unread = inputStart + wiring.inputs * lanes
    width = unread + lanes
  }

  /// The places of a tensor's parameters in the flat vector.
  func range(_ name: String) -> Range<Int> { cell.layout[name] }

  /// The row of an input, and the column of its weight there.
  private func inputPlace(_ channel: Int) -> (row: Int, column: Int) {
    (inputStart + channel * LaneShard.lanes, 2 * (channel % inputsPerGroup))
  }

  /// Where the derivative with respect to an input's weight lies, which is the input; nil where there is none.
  func inputWeight(_ channel: Int) -> Int? {
    let place = inputPlace(channel)
    return cell.options.inputMap == .none ? nil : place.row + place.column
  }

  /// Where that with respect to its bias lies, which is 1.
  func inputBias(_ channel: Int) -> Int? {
    let place = inputPlace(channel)
    return cell.options.inputMap == .affine ? place.row + place.column + 1 : nil
  }

  /// - Parameters:
  ///   - one: the place of the coefficient 1.
  ///   - sensory: the ends of the sensory synapses, each with its coefficient.
  func groups(one: Int, sensory: [(ends: Wiring.Synapse, coefficient: Int)]) -> [StepGraph.Group] {
    let own = owned.enumerated().map { neuron, own in
      StepGraph.Group(
        parameters: own.parameters, terms: [.init(target: neuron, coefficient: one, place: own.place)],
        isConstant: false)
    }
    guard cell.options.inputMap != .none else { return own }
    let channels = 0..<cell.wiring.inputs
    return own
      + stride(from: 0, to: channels.count, by: inputsPerGroup).map { first in
        let members = first..<min(first + inputsPerGroup, channels.count)
        let isAffine = cell.options.inputMap == .affine
        return StepGraph.Group(
          parameters: members.flatMap { channel -> [Int?] in
            [
              cell.layout["input_w"].lowerBound + channel,
              isAffine ? cell.layout["input_b"].lowerBound + channel : nil,
            ]
          },
          terms: sensory.filter { members.contains($0.ends.source) }.map {
            .init(
              target: $0.ends.target, coefficient: $0.coefficient, place: inputPlace($0.ends.source).row)
          }, isConstant: true)
      }
  }
}
