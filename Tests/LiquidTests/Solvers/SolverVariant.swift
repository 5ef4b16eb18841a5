import Liquid
import TestSupport
import Testing

/// The networks that are solved explicitly, or semi-implicitly in a leak alone.
struct SolverVariant: Sendable, CustomTestStringConvertible {
  enum Kind: Sendable {
    case ltc(LTC.Options)
    case ctrnn(CTRNN.Options)
    case node(NeuralODE.Options)
  }

  let kind: Kind
  var loss = Loss.meanSquaredError

  static let all: [SolverVariant] = [
    SolverVariant(kind: .ltc(.init(unfolds: 12, solver: .euler))),
    SolverVariant(kind: .ltc(.init(unfolds: 9, inputMap: .linear, solver: .rk4)), loss: .crossEntropy),
    SolverVariant(
      kind: .ltc(.init(unfolds: 10, constraints: .explicit, inputMap: .none, outputMap: .none, solver: .rk4))),
    SolverVariant(kind: .ctrnn(.init(unfolds: 3, solver: .euler))),
    SolverVariant(kind: .ctrnn(.init(unfolds: 1, solver: .rk4)), loss: .crossEntropy),
    SolverVariant(kind: .ctrnn(.init(unfolds: 2, solver: .fused))),
    SolverVariant(kind: .node(.init(unfolds: 2, solver: .rk4))),
    SolverVariant(kind: .node(.init(unfolds: 1, solver: .euler)), loss: .crossEntropy),
  ]

  var testDescription: String {
    switch kind {
    case .ltc(let options): "ltc \(options.solver), \(options.unfolds) sub-steps, \(options.constraints)"
    case .ctrnn(let options): "ctrnn \(options.solver), \(options.unfolds) sub-steps"
    case .node(let options): "node \(options.solver), \(options.unfolds) sub-steps"
    }
  }

  /// A cell of this kind on a random wiring.
  func cell(
    _ generator: inout SeededGenerator, inputs: Int, neurons: Int, outputs: Int
  ) throws -> any Cell {
    switch kind {
    case .ltc(let options):
      let density = generator.uniform(0.2, 0.7)
      let wiring = try generator.wiring(
        inputs: inputs, neurons: neurons, outputs: outputs, density: density)
      return LTC(wiring: wiring, options: options)
    case .ctrnn(let options):
      let wiring = try generator.wiring(inputs: inputs, neurons: neurons, outputs: outputs, density: 2)
      return CTRNN(wiring: wiring, options: options)
    case .node(let options):
      let wiring = try generator.wiring(inputs: inputs, neurons: neurons, outputs: outputs, density: 2)
      return NeuralODE(wiring: wiring, options: options)
    }
  }

  /// The same network as its equations read.
  func reference(_ cell: any Cell, _ parameters: [Double]) throws -> ReferenceODE {
    if let cell = cell as? LTC { return ReferenceODE(cell: cell, parameters: parameters) }
    if let cell = cell as? CTRNN { return ReferenceODE(cell: cell, parameters: parameters) }
    return ReferenceODE(cell: try #require(cell as? NeuralODE), parameters: parameters)
  }
}
