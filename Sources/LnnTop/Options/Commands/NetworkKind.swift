import Liquid

/// The networks that `--model` offers.
public enum NetworkKind: String, Sendable, Hashable, CaseIterable {
  case ltc
  case cfc
  case cfcNoGate = "cfc-no-gate"
  case cfcPure = "cfc-pure"
  case ctrnn
  case node

  /// The mode of a CfC; nil for another cell.
  var cfcMode: CfC.Mode? {
    switch self {
    case .ltc, .ctrnn, .node: nil
    case .cfc: .default
    case .cfcNoGate: .noGate
    case .cfcPure: .pure
    }
  }

  /// Whether the cell needs every synapse: it is built of dense layers.
  var needsFullWiring: Bool { self == .ctrnn || self == .node }

  /// How its differential equation can be solved, the default first; empty where it has none.
  var solvers: [Solver] {
    switch self {
    case .ltc: [.fused, .euler, .rk4]
    case .ctrnn: [.euler, .rk4, .fused]
    case .node: [.rk4, .euler]
    case .cfc, .cfcNoGate, .cfcPure: []
    }
  }
}

extension TrainOptions {
  /// Throws where the options for the solver and the wiring do not go with the model.
  func checkModel() throws(UsageError.Cause) {
    if model.needsFullWiring, wiring.kind != .full {
      throw .needs(option: "--model \(model.rawValue)", other: "--wiring full")
    }
    if let solver, !model.solvers.contains(solver) {
      let models = NetworkKind.allCases.filter { $0.solvers.contains(solver) }.map(\.rawValue)
      throw .needs(
        option: "--solver \(solver.rawValue)", other: "--model \(models.joined(separator: " or "))")
    }
  }

  /// The cell that the options describe, on a wiring.
  func makeCell(wiring: Wiring) -> any Cell {
    switch model {
    case .ltc:
      var options = cell
      options.solver = solver ?? options.solver
      return LTC(wiring: wiring, options: options)
    case .ctrnn:
      let options = CTRNN.Options(unfolds: cell.unfolds, solver: solver ?? CTRNN.Options().solver)
      return CTRNN(wiring: wiring, options: options)
    case .node:
      let options = NeuralODE.Options(unfolds: cell.unfolds, solver: solver ?? NeuralODE.Options().solver)
      return NeuralODE(wiring: wiring, options: options)
    case .cfc, .cfcNoGate, .cfcPure:
      return makeCfC(wiring: wiring)
    }
  }

  private func makeCfC(wiring: Wiring) -> CfC {
    let options = CfC.Options(
      mode: model.cfcMode ?? .default, backboneLayers: backboneLayers, backboneUnits: backboneUnits,
      inputMap: cell.inputMap,
      outputMap: cell.outputMap)
    return CfC(wiring: wiring, options: options)
  }
}
