import Text

/// Why bytes are not a safetensors file that can be used.
public enum SafetensorsError: Error, Sendable, Hashable {
  /// Shorter than the header says, or than a header length takes.
  case truncated(bytes: Int, needed: UInt64)
  case headerTooLong(UInt64, limit: Int)
  /// Not a JSON object of the expected form, outside any one tensor.
  case badHeader(String)
  /// A tensor's entry in the header does not have the expected form.
  case badEntry(tensor: String, reason: String)
  case duplicateName(String)
  case unsupportedType(tensor: String, type: String)
  case wrongType(tensor: String, expected: String, found: String)
  /// A negative size, or more elements than an integer holds.
  case badShape(tensor: String, shape: [Int])
  /// The offsets lie outside the data, or end before they begin.
  case badOffsets(tensor: String, begin: Int, end: Int, dataBytes: Int)
  /// The offsets hold another number of bytes than the shape and the type take.
  case wrongSize(tensor: String, expected: Int, found: Int)
  case overlap(tensor: String, other: String)
  /// Bytes of the data that belong to no tensor, before the named one or at the end.
  case unusedBytes(Int, before: String?)
}

extension SafetensorsError: WordedError {
  public var description: String {
    switch self {
    case .truncated(let bytes, let needed):
      "the file is cut short: it has \(bytes) bytes and needs at least \(needed)"
    case .headerTooLong(let length, let limit):
      "this is not a safetensors file: its header would be \(length) bytes long (at most \(limit) are allowed);"
        + " what torch.save wrote needs save_file of safetensors.torch instead"
    case .badHeader(let reason):
      "this is not a safetensors file: \(reason)"
    case .badEntry(let tensor, let reason):
      "the header entry of tensor \(tensor.quoted) is wrong: \(reason)"
    case .duplicateName(let name):
      "two tensors are named \(name.quoted)"
    case .unsupportedType(let tensor, let type):
      "tensor \(tensor.quoted) has the type \(type.quoted); supported are "
        + SafetensorsTensor.ElementType.allCases.map(\.rawValue).joined(separator: ", ")
    case .wrongType(let tensor, let expected, let found):
      "tensor \(tensor.quoted) has the type \(found) instead of \(expected)"
    case .badShape(let tensor, let shape):
      "tensor \(tensor.quoted) has an impossible shape, \(shape)"
    case .badOffsets(let tensor, let begin, let end, let dataBytes):
      "tensor \(tensor.quoted) lies at \(begin) to \(end), outside the \(dataBytes) bytes of data"
    case .wrongSize(let tensor, let expected, let found):
      "tensor \(tensor.quoted) has \(found) bytes where its shape takes \(expected)"
    case .overlap(let tensor, let other):
      "tensors \(tensor.quoted) and \(other.quoted) overlap"
    case .unusedBytes(let count, let before?):
      "\(count) bytes before tensor \(before.quoted) belong to no tensor"
    case .unusedBytes(let count, nil):
      "the last \(count) bytes belong to no tensor"
    }
  }
}
