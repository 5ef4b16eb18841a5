import Foundation
import Liquid

/// `lnn-top import`: makes a model file of the weights of a network of the Python package ncps.
struct ImportCommand {
  let options: ImportOptions

  func run() throws -> Int32 {
    let output = try OutputFile(path: options.output ?? "", beginning: nil) {
      (try? ModelFile.read($0)) != nil
    }
    let bytes = try InputFile.bytes(path: options.weights)
    let network: NCPS.Import
    do {
      network = try NCPS.read(bytes, options: options.network)
    } catch {
      throw CommandFailure("\(options.weights): \(error)")
    }
    let model = ModelFile.write(network.model, metadata: network.metadata)
    // What is written can be used.
    _ = try StoredModel(model, path: options.weights)
    try output.write(Data(model))
    let summary = ImportSummary(network, path: output.path)
    Console.writeResult(options.json ? JSONText.line(summary) : summary.text)
    return ExitStatus.success
  }
}

/// What was imported.
private struct ImportSummary: Encodable {
  var cell: String
  var wiring: String
  var inputs: Int
  var neurons: Int
  var synapses: Int
  var outputs: Int
  var parameters: Int
  /// What the weights do not tell and no option said.
  var assumed: [String]
  var model: String

  init(_ network: NCPS.Import, path: String) {
    let wiring = network.model.cell.wiring
    cell = network.model.cell.identifier
    self.wiring = wiring.kind
    inputs = wiring.inputs
    neurons = wiring.neurons
    synapses = wiring.synapses.count + wiring.sensorySynapses.count
    outputs = network.model.cell.outputWidth
    parameters = network.model.parameterCount
    assumed = network.assumptions
    model = path
  }

  var text: String {
    let sizes = [(inputs, "input"), (neurons, "neuron"), (synapses, "synapse"), (outputs, "output")]
      .map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: ", ")
    var rows = [("network", "\(cell) \(wiring), \(sizes), \(parameters) parameters")]
    if !assumed.isEmpty { rows.append(("assumed", assumed.joined(separator: ", "))) }
    return SummaryText.lines(rows + [("model", model)])
  }
}
