/// The contents of a safetensors file: named tensors and a dictionary of text.
///
/// The format: the length of the header (8 bytes, little-endian), the header (a JSON object), the data.
/// Source: the format's description at https://github.com/huggingface/safetensors.
public struct Safetensors: Sendable, Hashable {
  public let tensors: [SafetensorsTensor]
  public let metadata: [String: String]

  /// The longest header the format allows.
  static let longestHeader = 100_000_000
  /// The header's key that is not a tensor.
  static let metadataKey = "__metadata__"

  /// - Precondition: no two tensors have one name, none is named `__metadata__`.
  public init(tensors: [SafetensorsTensor], metadata: [String: String] = [:]) {
    let names = Set(tensors.map(\.name))
    precondition(
      names.count == tensors.count && !names.contains(Self.metadataKey), "names: \(names.sorted())")
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The tensor of a name.
  public subscript(_ name: String) -> SafetensorsTensor? {
    tensors.first { $0.name == name }
  }
}
