/// A model as a safetensors file that other programs can open: one tensor an entry of the parameter layout.
///
/// The metadata hold the format's version, the network's `Architecture` as JSON, and what the caller adds.
public enum ModelFile {
  /// The version of the format that is written, and the only one that is read.
  public static let version = "1"

  /// Metadata under this prefix belong to the format.
  static let reservedPrefix = "lnn-top."
  static let versionKey = "lnn-top.format"
  static let architectureKey = "lnn-top.architecture"

  /// More than any real network, few enough that no size computed from a file overflows.
  static let mostInputs = 1_000_000
}
