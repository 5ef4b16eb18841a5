import Liquid
import LiquidData

/// The networks that `--model` offers.
public enum NetworkKind: String, Sendable, Hashable, CaseIterable {
  case ltc
  case cfc
  case cfcNoGate = "cfc-no-gate"
  case cfcPure = "cfc-pure"
  case lstm
  case gru
  case ctrnn
  case node
  case ctgru

  /// The mode of a CfC; nil for another cell.
  var cfcMode: CfC.Mode? {
    switch self {
    case .ltc, .lstm, .gru, .ctrnn, .node, .ctgru: nil
    case .cfc: .default
    case .cfcNoGate: .noGate
    case .cfcPure: .pure
    }
  }

  /// Whether its neurons see all inputs and states, and a dense layer reads them all.
  var needsFullWiring: Bool {
    switch self {
    case .ltc, .cfc, .cfcNoGate, .cfcPure: false
    case .lstm, .gru, .ctrnn, .node, .ctgru: true
    }
  }

  /// How its differential equation can be solved, the default first; empty where it has none.
  var solvers: [Solver] {
    switch self {
    case .ltc: [.fused, .euler, .rk4]
    case .ctrnn: [.fused, .euler, .rk4]
    case .node: [.rk4, .euler]
    case .cfc, .cfcNoGate, .cfcPure, .lstm, .gru, .ctgru: []
    }
  }

  /// What help says about the wiring that is taken without `--wiring`.
  static let wiringDefault: String = {
    let full = allCases.filter(\.needsFullWiring).map(\.rawValue)
    return "\(WiringOptions().kind.rawValue); full for " + full.joined(separator: ", ")
  }()

  /// The options that only some networks have, by their long names.
  static let owners: [String: [NetworkKind]] = [
    "unfolds": solved, "solver": solved, "constraints": [.ltc], "backbone-layers": cfcs,
    "backbone-units": cfcs, "activation": cfcs, "heads": cfcs, "readout": [.ltc] + cfcs,
    "mixed-memory": [.ltc] + cfcs,
    "input-map": [.ltc] + cfcs, "output-map": [.ltc] + cfcs,
  ]

  private static let cfcs: [NetworkKind] = [.cfc, .cfcNoGate, .cfcPure]
  private static let solved = allCases.filter { !$0.solvers.isEmpty }

  /// What a person who trains it on such data should know.
  func warnings(_ schema: DataSchema) -> [String] {
    guard let time = schema.time, self == .lstm || self == .gru else { return [] }
    return ["a network of the kind \(rawValue) knows no time: the column '\(time.column)' has no effect"]
  }
}
