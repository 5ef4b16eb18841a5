import Liquid

/// Models of several wirings and options, drawn from a seed.
func sampleModel(seed: UInt64) throws -> Model {
  var generator = SeededGenerator(seed: seed)
  let inputs = 1 + generator.integer(below: 4)
  let wiring =
    switch seed % 3 {
    case 0: try Wiring.fullyConnected(inputs: inputs, units: 5, outputs: 2, seed: seed)
    case 1: try Wiring.random(inputs: inputs, units: 6, outputs: 1, sparsity: 0.7, seed: seed)
    default: try Wiring.autoNCP(inputs: inputs, units: 9, outputs: 3, seed: seed)
    }
  let maps = ChannelMap.allCases
  let options = LTC.Options(
    unfolds: 1 + generator.integer(below: 9), constraints: seed % 2 == 0 ? .implicit : .explicit,
    inputMap: maps[generator.integer(below: 3)], outputMap: maps[generator.integer(below: 3)])
  return Model(cell: try LTC(wiring: wiring, options: options), seed: seed)
}

/// A file like that of a model, with changed tensors or metadata.
func changed(
  _ bytes: [UInt8], tensors change: (SafetensorsTensor) -> SafetensorsTensor? = { $0 },
  adding added: [SafetensorsTensor] = [], metadata: (inout [String: String]) -> Void = { _ in }
) throws -> [UInt8] {
  let file = try Safetensors(bytes)
  var text = file.metadata
  metadata(&text)
  return Safetensors(tensors: file.tensors.compactMap(change) + added, metadata: text).serialized()
}
