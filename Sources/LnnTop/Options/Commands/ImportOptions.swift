import Liquid

/// Everything that `lnn-top import` can be told.
public struct ImportOptions: Sendable, Hashable, CommandOptions {
  /// The file with the weights.
  public var weights = ""
  /// Where the model goes; never nil where `check` was passed.
  public var output: String?
  /// What the weights do not tell.
  public var network = NCPSOptions()
  /// One JSON object instead of lines.
  public var json = false

  public init() {}

  static let table = CommandTable<ImportOptions>(
    name: "import",
    summary: "read a network of the ncps package",
    details: """
      Reads the state dict of an LTC or CfC of the Python package ncps (PyTorch), saved with safetensors, and \
      writes a model for eval and export. Sizes, wiring and maps are found in the file; what it cannot tell has \
      the package's default.
      """,
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
