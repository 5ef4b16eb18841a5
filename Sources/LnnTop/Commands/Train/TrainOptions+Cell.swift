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
    var settings = cellSettings
    settings.projection = isDense ? outputs : nil
    return model.cell.init(wiring: wiring, settings: settings)
  }

  private var cellSettings: CellSettings {
    var settings = CellSettings()
    settings.variant = model.rawValue
    settings.unfolds = cell.unfolds
    settings.solver = solver
    settings.constraints = cell.constraints
    settings.inputMap = cell.inputMap
    settings.outputMap = cell.outputMap
    settings.mixedMemory = cell.mixedMemory
    settings.backboneLayers = backboneLayers
    settings.backboneUnits = backboneUnits
    settings.activation = activation
    settings.heads = heads
    return settings
  }
}
