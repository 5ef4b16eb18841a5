import Foundation
import Liquid

/// `lnn-top import`: makes a model file of the weights of a network of the Python package ncps.
struct ImportCommand: Command {
  let options: ImportOptions

  func run(in context: CommandContext) throws -> Int32 {
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
    let model = ModelFile.bytes(of: network.model, metadata: network.metadata)
    // What is written can be used.
    _ = try StoredModel(model, path: options.weights)
    try output.write(Data(model))
    let summary = ImportSummary(network, path: output.path)
    try Console.writeResult(options.json ? JSONText.line(summary) : summary.text)
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

/// Everything that `lnn-top import` can be told.
public struct ImportOptions: CommandOptions {
  /// The file with the weights.
  public var weights = ""
  /// Where the model goes; never nil where `check` was passed.
  public var output: String?
  /// What the weights do not tell.
  public var network = NCPSOptions()
  /// One JSON object instead of lines.
  public var json = false

  public init() {}

  package static let table = CommandTable<ImportOptions>(
    name: "import",
    summary: "read a network of the ncps package",
    details: """
      Reads the state dict of an LTC or CfC of the Python package ncps (PyTorch), saved with safetensors, and \
      writes a model for eval and export. Sizes, wiring and maps are found in the file; what it cannot tell has \
      the package's default.
      """,
    example: "lnn-top import weights.safetensors -o model.safetensors",
    positionals: [.required("WEIGHTS", \.weights, "a safetensors file of model.state_dict()")],
    groups: [
      OptionGroup(
        "Output",
        [
          .optional("output", short: "o", \.output, .text("FILE"), "write the model to FILE (needed)"),
          .flag("json", \.json, "print one JSON object"),
        ]),
      OptionGroup("Network", networkRows),
    ],
    required: ["output"])

  private static let networkRows: [OptionRow<ImportOptions>] = [
    .optional(
      "prefix", \.network.prefix, .text("NAME"), shownDefault: "the network is all there is",
      "the module of a larger one that is the network, such as rnn"),
    .optional(
      "unfolds", \.network.unfolds, .integer(from: 1, through: 1000), shownDefault: "6",
      "ode_unfolds of an LTC"),
    .optional(
      "constraints", \.network.constraints, .choice(), shownDefault: "implicit",
      "implicit_param_constraints=True or False of an LTC"),
    .optional(
      "outputs", \.network.outputs, .integer(from: 1), shownDefault: "all neurons",
      "output neurons of an LTC without an output map"),
    .optional(
      "mode", \.network.mode, .choice(), shownDefault: "pure where w_tau is found, else default",
      "the mode of a CfC"),
    .optional(
      "activation", \.network.activation, .choice(), shownDefault: "lecun-tanh",
      "the activation of a CfC's backbone"),
    .optional(
      "input-map", \.network.inputMap, .choice(), shownDefault: "any", "the input map that must be found"),
    .optional(
      "output-map", \.network.outputMap, .choice(), shownDefault: "any", "the output map that must be found"),
  ]
}
