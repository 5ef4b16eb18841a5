extension NCPSCfC {
  /// The module of a CfC that sees all neurons and inputs.
  static func module(_ cell: CfC, _ model: Model) -> NCPSModule {
    let folded = FoldedMaps(cell, model)
    let backbone = (0..<cell.options.backboneLayers).map { "backbone.\(2 * $0)" }
    let first = backbone.isEmpty ? cell.options.mode.heads : ["backbone_0"]
    var tensors: [SafetensorsTensor] = []
    for entry in cell.layout.entries where !FoldedMaps.tensors.contains(entry.name) {
      let tensor = NCPSTensor(entry, cell: NCPS.cellPrefix, backbone: backbone)
      var values = Array(model.parameters[entry.range])
      for name in first {
        if entry.name == name + "_w" { folded.scale(&values, width: entry.shape[1]) }
        if entry.name == name + "_b" {
          let width = cell.wiring.inputs + cell.wiring.neurons
          folded.shift(&values, weights: model[parameter: name + "_w"], width: width)
        }
      }
      tensors.append(SafetensorsTensor(name: tensor.name, shape: tensor.shape, floats: values))
    }
    tensors += folded.dense
    return NCPSModule(
      tensors: tensors, expression: expression(cell, projection: folded.outputs), facts: facts(cell))
  }

  private static func expression(_ cell: CfC, projection: Int?) -> String {
    let options = cell.options
    var arguments = ["\(cell.wiring.inputs)", "\(cell.wiring.neurons)"]
    arguments += common(of: cell, projection: projection)
    if options.backboneLayers > 0 {
      arguments.append("activation=\"\(NCPS.spelling(options.activation.rawValue))\"")
      arguments.append("backbone_units=\(options.backboneUnits)")
    }
    arguments.append("backbone_layers=\(options.backboneLayers)")
    return "CfC(\(arguments.joined(separator: ", ")))"
  }

  /// The arguments that all of the package's CfCs have.
  static func common(of cell: CfC, projection: Int?) -> [String] {
    var arguments: [String] = []
    if let projection { arguments.append("proj_size=\(projection)") }
    if cell.options.mixedMemory { arguments.append("mixed_memory=True") }
    return arguments + ["mode=\"\(NCPS.spelling(cell.options.mode.rawValue))\""]
  }

  private static func facts(_ cell: CfC) -> [String: String] {
    var facts = [NCPSOptions.Key.mode: cell.options.mode.rawValue]
    if cell.options.backboneLayers > 0 {
      facts[NCPSOptions.Key.activation] = cell.options.activation.rawValue
    }
    return facts
  }
}
