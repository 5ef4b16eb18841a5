import Liquid

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
      options.solver = solver ?? options.solver
      return LTC(wiring: wiring, options: options)
    case .cfc, .cfcNoGate, .cfcPure:
      return CfC(
        wiring: wiring,
        options: CfC.Options(
          mode: model.cfcMode ?? .default, backboneLayers: backboneLayers, backboneUnits: backboneUnits,
          activation: activation, heads: heads, inputMap: cell.inputMap, outputMap: cell.outputMap,
          projection: projection,
          mixedMemory: cell.mixedMemory))
    case .lstm: return LSTM(wiring: wiring)
    case .gru: return GRU(wiring: wiring)
    case .ctrnn:
      let options = CTRNN.Options(unfolds: cell.unfolds, solver: solver ?? CTRNN.Options().solver)
      return CTRNN(wiring: wiring, options: options)
    case .node:
      let options = NeuralODE.Options(unfolds: cell.unfolds, solver: solver ?? NeuralODE.Options().solver)
      return NeuralODE(wiring: wiring, options: options)
    case .ctgru: return CTGRU(wiring: wiring)
    }
  }
}
