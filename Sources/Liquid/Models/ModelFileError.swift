/// Why bytes are not a model that can be used.
public enum ModelFileError: Error, Sendable, Hashable {
  /// The file itself is damaged, or no safetensors file.
  case container(SafetensorsError)
  /// Tensors without the description of the network: made by another program.
  case notAModel(missing: String)
  case unsupportedVersion(String)
  /// The description of the network is damaged.
  case badDescription(String)
  /// The description is well formed, but there is no such network.
  case architecture(ArchitectureError)
  case tooManyInputs(Int, limit: Int)
  case missingTensor(String)
  case unexpectedTensor(String)
  case wrongShape(tensor: String, expected: [Int], found: [Int])
  case notFinite(tensor: String, index: Int)
  /// A value that the network's constraints do not allow.
  case outOfConstraint(tensor: String, index: Int, value: Float)
}

extension ModelFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .container(let error): error.description
    case .notAModel(let missing):
      "this safetensors file is not a model of lnn-top: its metadata have no \(quotedForMessage(missing));"
        + " weights of the Python package ncps need lnn-top import first"
    case .unsupportedVersion(let version):
      "the model file has the format version \(quotedForMessage(version));"
        + " this program reads version \(ModelFile.version)"
    case .badDescription(let reason):
      "the model file's description of the network is damaged: \(escapedForMessage(reason))"
    case .architecture(let error):
      "the model file's network cannot be built: \(escapedForMessage(error.description))"
    case .tooManyInputs(let count, let limit):
      "the model file's network has \(count) inputs; at most \(limit) are supported"
    case .missingTensor(let name):
      "the model file has no tensor \(quotedForMessage(name))"
    case .unexpectedTensor(let name):
      "the model file's network has no place for the tensor \(quotedForMessage(name))"
    case .wrongShape(let tensor, let expected, let found):
      "tensor \(quotedForMessage(tensor)) has the shape \(found) instead of \(expected)"
    case .notFinite(let tensor, let index):
      "tensor \(quotedForMessage(tensor)) has a value that is not a finite number, at \(index)"
    case .outOfConstraint(let tensor, let index, let value):
      "tensor \(quotedForMessage(tensor)) has the value \(value) at \(index), which its constraint excludes"
    }
  }
}
