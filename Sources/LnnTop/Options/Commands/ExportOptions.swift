/// Everything that `lnn-top export` can be told.
public struct ExportOptions: Sendable, Hashable, CommandOptions {
  /// Who is to read the file.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    /// The Python package ncps, by `load_state_dict`.
    case ncps
  }

  /// The model file or run.
  public var model = ""
  public var format = Format.ncps
  /// Where the weights go; nil: a name made from the model's.
  public var output: String?
  /// One JSON object instead of lines.
  public var json = false

  public init() {}

  static let table = CommandTable<ExportOptions>(
    name: "export",
    summary: "write weights that the ncps package can load",
    details: """
      Writes the weights of a model as a safetensors file that load_state_dict of the Python package ncps (PyTorch) \
      accepts, and says which module it is for.
      """,
    positionals: [.required("MODEL", \.model, "a model file from train --model-out or import, or a run")],
    groups: [
      OptionGroup(
        "Output",
        [
          .value("format", \.format, .choice(), "who reads the weights"),
          .optional(
            "output", short: "o", \.output, .text("FILE"), shownDefault: "MODEL.ncps.safetensors, here",
            "write the weights to FILE"),
          .flag("json", \.json, "print one JSON object"),
        ])
    ])
}
