import Liquid

/// One step of a network as its equations read, in Double, from any states: what derivatives of steps are held against.
package struct ReferenceStep {
  /// Of the states before: the neurons', then those of a memory; of the inputs as they come; of the elapsed time.
  private let step: ([Double], [Double], Double) -> [Double]
  /// States whose derivatives say nothing: a network does not compute them.
  package private(set) var counts = 0..<0

  /// Nil for a cell that is not written for it.
  package init?(model: Model) {
    let parameters = model.parameters.map(Double.init)
    switch model.network {
    case let cell as LTC where cell.options.solver == .fused:
      step = TapeNetwork.ltc(cell, parameters: parameters).advanced
    case let cell as LTC where !cell.options.mixedMemory:
      step = ReferenceODE(cell: cell, parameters: parameters).advanced
    case let cell as CfC: step = TapeNetwork.cfc(cell, parameters: parameters).advanced
    case let cell as LRC: step = TapeNetwork.lrc(cell, parameters: parameters).advanced
    case let cell as LRCSSM: step = TapeNetwork.lrc(cell, parameters: parameters).advanced
    case let cell as LSTM: step = TapeNetwork.lstm(cell, parameters: parameters).advanced
    case let cell as GRU: step = TapeNetwork.gru(cell, parameters: parameters).advanced
    case let cell as CTGRU: step = TapeNetwork.ctgru(cell, parameters: parameters).advanced
    case let cell as GRUD: step = TapeNetwork.grud(cell, parameters: parameters).advanced
    case let cell as Stack:
      guard let network = TapeNetwork.stack(cell, parameters: parameters) else { return nil }
      step = network.advanced
      counts = network.counts
    case let cell as CTRNN: step = ReferenceODE(cell: cell, parameters: parameters).advanced
    case let cell as NeuralODE: step = ReferenceODE(cell: cell, parameters: parameters).advanced
    default: return nil
    }
  }

  /// The states after a step.
  package func advanced(_ states: [Double], inputs: [Double], elapsed: Double) -> [Double] {
    step(states, inputs, elapsed)
  }

  /// The derivatives of the states after a step with respect to those before it and the inputs, by central differences,
  /// `[states after][states before, then inputs]`.
  package func jacobian(_ states: [Double], inputs: [Double], elapsed: Double) -> [[Double]] {
    let point = states + inputs
    let columns = point.indices.map { coordinate in
      centralDifferences(at: point, coordinate: coordinate) {
        step(Array($0[..<states.count]), Array($0[states.count...]), elapsed)
      }
    }
    return states.indices.map { target in columns.map { $0[target] } }
  }
}

/// The derivatives of all elements of `f` along one coordinate; see `finiteDifference`.
package func centralDifferences(
  at point: [Double], coordinate: Int, step: Double = 1e-4, of f: ([Double]) -> [Double]
) -> [Double] {
  func values(_ offset: Double) -> [Double] {
    var moved = point
    moved[coordinate] += offset
    return f(moved)
  }
  let (near, far) = (zip(values(step), values(-step)), zip(values(2 * step), values(-2 * step)))
  return zip(near, far).map { (8 * ($0.0 - $0.1) - ($1.0 - $1.1)) / (12 * step) }
}

extension TapeNetwork {
  fileprivate func advanced(_ states: [Double], inputs: [Double], elapsed: Double) -> [Double] {
    let tape = Tape()
    let weights = TapeWeights(layout: layout, values: parameters.map(tape.variable))
    let inputs = inputs.map(tape.variable)
    let seen = Seen(
      weights: weights, inputs: inputs, mapped: weights.map(inputs, name: "input", map: inputMap),
      state: states.map(tape.variable), elapsed: elapsed)
    return step(seen).state.map(\.value)
  }
}
