import Liquid

/// The networks that `--model` offers.
public enum NetworkKind: String, Sendable, Hashable, CaseIterable {
  case ltc
  case cfc
  case cfcNoGate = "cfc-no-gate"
  case cfcPure = "cfc-pure"
  case lstm
  case gru
  case ctgru

  /// The mode of a CfC; nil for another cell.
  var cfcMode: CfC.Mode? {
    switch self {
    case .ltc, .lstm, .gru, .ctgru: nil
    case .cfc: .default
    case .cfcNoGate: .noGate
    case .cfcPure: .pure
    }
  }

  /// Whether its neurons see all inputs and states, and a dense layer reads them all.
  var needsFullWiring: Bool {
    switch self {
    case .ltc, .cfc, .cfcNoGate, .cfcPure: false
    case .lstm, .gru, .ctgru: true
    }
  }

  /// What help says about the wiring that is taken without `--wiring`.
  static let wiringDefault: String = {
    let full = allCases.filter(\.needsFullWiring).map(\.rawValue)
    return "\(WiringOptions().kind.rawValue); full for " + full.joined(separator: ", ")
  }()

  /// The options that only some networks have, by their long names.
  static let owners: [String: [NetworkKind]] = [
    "unfolds": [.ltc], "constraints": [.ltc], "backbone-layers": cfcs, "backbone-units": cfcs,
    "activation": cfcs, "readout": [.ltc] + cfcs, "mixed-memory": [.ltc] + cfcs, "input-map": [.ltc] + cfcs,
    "output-map": [.ltc] + cfcs,
  ]

  private static let cfcs: [NetworkKind] = [.cfc, .cfcNoGate, .cfcPure]
}

extension TrainOptions {
  /// The cell that the options describe, for a task's inputs and outputs.
  ///
  /// - Throws: `WiringError` where the wiring's sizes do not go together.
  func makeCell(inputs: Int, outputs: Int) throws(WiringError) -> any Cell {
    let isDense = !model.needsFullWiring && readout == .dense
    // A dense layer reads the motor neurons; without layers, every neuron is one.
    let readsAll = isDense && (wiring.kind == .full || wiring.kind == .random)
    let wiring = try wiring.makeWiring(
      inputs: inputs, outputs: readsAll ? wiring.units : outputs, seed: seed)
    return makeCell(on: wiring, projection: isDense ? outputs : nil)
  }

  private func makeCell(on wiring: Wiring, projection: Int?) -> any Cell {
    switch model {
    case .ltc:
      var options = cell
      options.projection = projection
      return LTC(wiring: wiring, options: options)
    case .cfc, .cfcNoGate, .cfcPure:
      return CfC(
        wiring: wiring,
        options: CfC.Options(
          mode: model.cfcMode ?? .default, backboneLayers: backboneLayers, backboneUnits: backboneUnits,
          activation: activation, inputMap: cell.inputMap, outputMap: cell.outputMap, projection: projection,
          mixedMemory: cell.mixedMemory))
    case .lstm: return LSTM(wiring: wiring)
    case .gru: return GRU(wiring: wiring)
    case .ctgru: return CTGRU(wiring: wiring)
    }
  }
}
