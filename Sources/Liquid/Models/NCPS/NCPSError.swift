import Text

/// Why a state dict of the package `ncps` cannot be read, or a network cannot be written as one.
public enum NCPSError: Error, Sendable, Hashable {
  /// The file itself is damaged, or no safetensors file.
  case container(SafetensorsError)
  case unreadable(path: String, reason: String)
  /// A model of this program, which needs no import.
  case alreadyAModel
  case badMetadata(key: String, value: String)

  // Where the network is.
  case noNetwork
  case severalNetworks(prefixes: [String])
  case noSuchPrefix(String, known: [String])
  /// Tensors that no network of the kind has.
  case unexpectedTensors([String], prefix: String)

  // What a tensor holds.
  case missingTensor(String)
  case wrongRank(tensor: String, expected: Int, found: [Int])
  case wrongShape(tensor: String, expected: [Int], found: [Int])
  case noElements(tensor: String, found: [Int])
  /// A matrix that is too narrow to see all neurons and at least one input.
  case tooNarrow(tensor: String, found: [Int], neurons: Int)
  case notFinite(tensor: String, index: Int)
  /// A mask holds something else than 0 and 1.
  case notAMask(tensor: String, index: Int, value: Float)
  /// Parameters with explicit constraints are not negative.
  case negative(tensor: String, index: Int, value: Float)

  // What the network is.
  /// What was said of the network is not what its tensors say.
  case contradiction(option: String, value: String, fact: String)
  case badOutputs(Int, neurons: Int)
  case tooManySynapses(Int, limit: Int)
  case architecture(ArchitectureError)

  /// The package has no such network; the text says what it lacks.
  case inexpressible(String)
}

extension NCPSError: WordedError {
  public var description: String {
    switch self {
    case .container(let error): error.description
    case .unreadable(let path, let reason): "\(path.sanitized) cannot be read: \(reason)"
    case .alreadyAModel: "this is a model of lnn-top already; it needs no import"
    case .badMetadata(let key, let value):
      "its metadata have \(value.quoted) for \(key.quoted), which is no possible value"
    case .noNetwork, .severalNetworks, .noSuchPrefix, .unexpectedTensors: place
    case .missingTensor, .wrongRank, .wrongShape, .noElements, .tooNarrow, .notFinite, .notAMask, .negative:
      fault
    case .contradiction(let option, let value, let fact):
      "\(option) \(value) contradicts the file: \(fact)"
    case .badOutputs(let outputs, let neurons):
      "\(outputs) outputs are impossible for \(neurons) neurons"
    case .tooManySynapses(let count, let limit):
      "a network of \(count) synapses is too large; at most \(limit) are supported"
    case .architecture(let error): "the network cannot be built: \(error)"
    case .inexpressible(let reason): "the package ncps has no such network: \(reason)"
    }
  }

  /// Where the network is, or is not.
  private var place: String {
    switch self {
    case .severalNetworks(let prefixes):
      "it holds several networks; choose one with --prefix: \(Self.listed(prefixes))"
    case .noSuchPrefix(let prefix, let known):
      "no network of the package ncps lies under the prefix \(prefix.quoted)"
        + (known.isEmpty ? "" : "; there is one under \(Self.listed(known))")
    case .unexpectedTensors(let names, let prefix):
      "the network has no place for \(names.count == 1 ? "the tensor" : "the tensors") \(Self.listed(names))"
        + (prefix.isEmpty ? "" : "; --prefix \(prefix.sanitized) reads that module alone")
    default:
      "it holds no network of the package ncps: no tensor is named gleak (LTC) or ff1.weight (CfC)"
    }
  }

  /// What is wrong with a tensor.
  private var fault: String {
    switch self {
    case .missingTensor(let name): "it has no tensor \(name.quoted)"
    case .wrongRank(let tensor, let expected, let found):
      "tensor \(tensor.quoted) has the shape \(found); it must have \(expected) dimensions"
    case .wrongShape(let tensor, let expected, let found):
      "tensor \(tensor.quoted) has the shape \(found) instead of \(expected)"
    case .noElements(let tensor, let found):
      "tensor \(tensor.quoted) has no elements: its shape is \(found)"
    case .tooNarrow(let tensor, let found, let neurons):
      "tensor \(tensor.quoted) has the shape \(found), too narrow for \(neurons) neurons and an input"
    case .notFinite(let tensor, let index):
      "tensor \(tensor.quoted) has a value that is not a finite number, at \(index)"
    case .notAMask(let tensor, let index, let value):
      "tensor \(tensor.quoted) is a mask, but has \(value) at \(index) instead of 0 or 1"
    case .negative(let tensor, let index, let value):
      "tensor \(tensor.quoted) has \(value) at \(index), which explicit constraints do not allow:"
        + " call apply_weight_constraints() before saving, or use --constraints implicit"
    default: ""
    }
  }

  private static func listed(_ names: [String], limit: Int = 5) -> String {
    let shown = names.prefix(limit).map { $0.quoted }.joined(separator: ", ")
    return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
  }
}
