import Liquid
import TestSupport

extension SafetensorsTensor {
  func renamed(_ name: String) -> SafetensorsTensor { rewritten(name: name, shape: shape) }

  func reshaped(_ shape: [Int]) -> SafetensorsTensor { rewritten(name: name, shape: shape) }

  private func rewritten(name: String, shape: [Int]) -> SafetensorsTensor {
    SafetensorsTensor(name: name, shape: shape, floats: (try? floats()) ?? [])
  }
}

extension ImportFixture {
  /// The file with each tensor made anew from its values.
  func converted(
    _ convert: (SafetensorsTensor, [Float]) -> SafetensorsTensor
  ) throws -> [UInt8] {
    let tensors = try Safetensors(bytes()).tensors.map { convert($0, try $0.floats()) }
    return Safetensors(tensors: tensors).serialized()
  }

  /// The file with one tensor changed; nil leaves it out.
  func changed(
    _ name: String, _ change: (SafetensorsTensor) throws -> SafetensorsTensor?
  ) throws -> [UInt8] {
    let tensors = try Safetensors(bytes()).tensors.compactMap { try $0.name == name ? change($0) : $0 }
    return Safetensors(tensors: tensors).serialized()
  }

  /// The file with one value of a tensor replaced.
  func changed(_ name: String, at index: Int, to value: Float) throws -> [UInt8] {
    try changed(name) { tensor in
      var values = try tensor.floats()
      values[index] = value
      return SafetensorsTensor(name: tensor.name, shape: tensor.shape, floats: values)
    }
  }

  /// The file in a half precision: the upper bits of each number, rounded towards zero.
  func bytes(as type: SafetensorsTensor.ElementType) throws -> [UInt8] {
    let tensors = try Safetensors(bytes()).tensors
    return safetensorsBytes(
      try tensors.map { tensor in
        let words = try tensor.floats().map {
          type == .bfloat16 ? UInt16($0.bitPattern >> 16) : halfPrecision($0)
        }
        return (
          tensor.name, type.rawValue, tensor.shape, words.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        )
      })
  }
}

/// A number of moderate size as a half-precision bit pattern, rounded towards zero; tiny ones become 0.
private func halfPrecision(_ value: Float) -> UInt16 {
  let bits = value.bitPattern
  let exponent = Int(bits >> 23 & 0xFF) - 112
  guard exponent > 0 else { return UInt16(bits >> 31) << 15 }
  return UInt16(bits >> 31) << 15 | UInt16(exponent) << 10 | UInt16(bits >> 13 & 0x3FF)
}

/// A safetensors file written out by hand, for element types that the library only reads.
func safetensorsBytes(
  _ tensors: [(name: String, type: String, shape: [Int], bytes: [UInt8])]
) -> [UInt8] {
  var (entries, data): ([String], [UInt8]) = ([], [])
  for tensor in tensors {
    let end = data.count + tensor.bytes.count
    entries.append(
      "\"\(tensor.name)\":{\"dtype\":\"\(tensor.type)\",\"shape\":\(tensor.shape),"
        + "\"data_offsets\":[\(data.count),\(end)]}")
    data += tensor.bytes
  }
  let header = Array("{\(entries.joined(separator: ","))}".utf8)
  let length = (0..<8).map { UInt8(header.count >> (8 * $0) & 0xFF) }
  return length + header + data
}
