import Liquid

/// The networks that `--model` offers.
public enum NetworkKind: String, Sendable, Hashable, CaseIterable {
  case ltc
  case cfc
  case cfcNoGate = "cfc-no-gate"
  case cfcPure = "cfc-pure"

  /// The mode of a CfC; nil for another cell.
  var cfcMode: CfC.Mode? {
    switch self {
    case .ltc: nil
    case .cfc: .default
    case .cfcNoGate: .noGate
    case .cfcPure: .pure
    }
  }
}

extension TrainOptions {
  /// The cell that the options describe, on a wiring.
  func makeCell(wiring: Wiring) -> any Cell {
    guard let mode = model.cfcMode else { return LTC(wiring: wiring, options: cell) }
    let options = CfC.Options(
      mode: mode, backboneLayers: backboneLayers, backboneUnits: backboneUnits, inputMap: cell.inputMap,
      outputMap: cell.outputMap)
    return CfC(wiring: wiring, options: options)
  }
}
