import Liquid

/// The gradient of a network carried forward from step to step, in Double, as its definition reads:
///
///     J <- (ds'/ds) J + ds'/dp
///
/// The matrices are dense. What an approximation does not keep is set to 0 after each step, and after each sub-step of
/// an LTC without a memory.
package struct ForwardRecursion {
  private let network: TapeNetwork
  private let subSteps: Int
  /// `[states][parameters]`; nil: all are kept.
  private let kept: [[Bool]]?
  private var states: [Double]
  /// `[states][parameters]`
  private var sensitivities: [[Double]]

  /// Nil where the cell's step is not written for a tape.
  ///
  /// - Parameter furtherSteps: 0 keeps the states on which a parameter acts in a step, 1 also those on which these act
  ///   in the next; nil keeps all.
  package init?(cell: any NetworkCell, parameters: [Double], furtherSteps: Int?) throws {
    guard let (network, subSteps) = try TapeNetwork.subStep(of: cell, parameters: parameters) else {
      return nil
    }
    (self.network, self.subSteps) = (network, subSteps)
    states = Array(repeating: 0, count: network.stateCount)
    sensitivities = states.map { _ in parameters.map { _ in 0 } }
    let any = TapedStep(
      network, from: states, inputs: Array(repeating: 0, count: cell.wiring.inputs), elapsed: 1)
    kept = furtherSteps.map { any.reached(furtherSteps: $0) }
  }

  /// Runs one step.
  package mutating func step(_ inputs: [Double], elapsed: Double) {
    for _ in 0..<subSteps {
      let step = TapedStep(network, from: states, inputs: inputs, elapsed: elapsed / Double(subSteps))
      sensitivities = step.after.indices.map { target in
        var row = step.row(target, sensitivities)
        if let kept {
          for parameter in row.indices where !kept[target][parameter] { row[parameter] = 0 }
        }
        return row
      }
      states = step.after.map(\.value)
    }
  }

  package var outputs: [Double] { read().outputs.map(\.value) }

  /// The gradient of a loss of the newest outputs with respect to every parameter.
  ///
  /// - Parameter outputGradient: the loss's gradient with respect to the outputs.
  package func gradient(_ outputGradient: [Double]) -> [Double] {
    let (tape, states, outputs) = read()
    let adjoints = tape.gradient(of: zip(outputs, outputGradient).map { ($0, $1) })
    var gradient = Array(adjoints.prefix(network.parameters.count))
    for (state, row) in zip(states, sensitivities) where adjoints[state.index] != 0 {
      for parameter in gradient.indices { gradient[parameter] += adjoints[state.index] * row[parameter] }
    }
    return gradient
  }

  private func read() -> (tape: Tape, states: [Scalar], outputs: [Scalar]) {
    let tape = Tape()
    let weights = TapeWeights(layout: network.layout, values: network.parameters.map(tape.variable))
    let states = states.map(tape.variable)
    return (tape, states, network.outputs(states, weights))
  }
}

/// One step on a tape of its own.
private struct TapedStep {
  let tape = Tape()
  /// Their indices on the tape are those of the flat vector.
  let parameters: Range<Int>
  let before: [Scalar]
  let after: [Scalar]

  init(_ network: TapeNetwork, from states: [Double], inputs: [Double], elapsed: Double) {
    let weights = TapeWeights(layout: network.layout, values: network.parameters.map(tape.variable))
    parameters = network.parameters.indices
    before = states.map(tape.variable)
    let inputs = inputs.map(tape.variable)
    let mapped = weights.map(inputs, name: "input", map: network.inputMap)
    after =
      network.step(.init(weights: weights, inputs: inputs, mapped: mapped, state: before, elapsed: elapsed))
      .state
  }

  /// The derivatives of a state after the step with respect to all parameters, from those of the states before it.
  func row(_ target: Int, _ sensitivities: [[Double]]) -> [Double] {
    let adjoints = tape.gradient(of: [(after[target], 1)])
    var row = Array(adjoints[parameters])
    for (source, earlier) in zip(before, sensitivities) where adjoints[source.index] != 0 {
      let slope = adjoints[source.index]
      for parameter in row.indices { row[parameter] += slope * earlier[parameter] }
    }
    return row
  }

  /// The parameters that act on each state after the step, and with further steps on states that act on it,
  /// `[states][parameters]`: what enters the formulas counts, whatever the numbers are.
  func reached(furtherSteps: Int) -> [[Bool]] {
    let ancestors = after.map(tape.ancestors)
    let direct = ancestors.map { Array($0[parameters]) }
    return (0..<furtherSteps).reduce(direct) { reached, _ in
      direct.indices.map { target in
        let sources = before.indices.filter { ancestors[target][before[$0].index] }
        return parameters.map { parameter in
          direct[target][parameter] || sources.contains { reached[$0][parameter] }
        }
      }
    }
  }
}

extension TapeNetwork {
  /// A network of which each step is one of the sub-steps after which derivatives are dropped, and how many make a step.
  fileprivate static func subStep(
    of cell: any NetworkCell, parameters: [Double]
  ) throws -> (network: TapeNetwork, count: Int)? {
    switch cell {
    case let cell as LTC where cell.options.solver == .fused && !cell.options.mixedMemory:
      var options = cell.options
      options.unfolds = 1
      return (
        ltc(try LTC(wiring: cell.wiring, options: options), parameters: parameters), cell.options.unfolds
      )
    case let cell as LTC where cell.options.solver == .fused: return (ltc(cell, parameters: parameters), 1)
    case let cell as CfC where cell.options.heads != .ncps: return (cfc(cell, parameters: parameters), 1)
    case let cell as LRC: return (lrc(cell, parameters: parameters), 1)
    case let cell as LRCSSM: return (lrc(cell, parameters: parameters), 1)
    case let cell as LSTM: return (lstm(cell, parameters: parameters), 1)
    case let cell as GRU: return (gru(cell, parameters: parameters), 1)
    case let cell as CTGRU: return (ctgru(cell, parameters: parameters), 1)
    case let cell as GRUD: return (grud(cell, parameters: parameters), 1)
    case let cell as Stack: return stack(cell, parameters: parameters).map { ($0, 1) }
    default: return nil
    }
  }
}
