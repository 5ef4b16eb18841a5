/// How an array of `Float` is packed into bytes: a type byte, a UInt32 count, then the values, little-endian.
package enum FloatPacking: UInt8, Sendable {
  /// IEEE binary32: exact.
  case single = 4
  /// IEEE binary16: relative error at most 2^-11; below 2^-14 in magnitude, absolute error at most 2^-25.
  case half = 2

  /// Bytes a value takes.
  var width: Int { Int(rawValue) }

  /// Half where no finite value would overflow; for small values the absolute error is what counts.
  package static func boundedError(for values: [Float]) -> FloatPacking {
    values.allSatisfy { !$0.isFinite || $0.magnitude <= Float(Float16.greatestFiniteMagnitude) }
      ? .half : .single
  }

  /// Half where every finite value other than 0 keeps its relative precision.
  package static func relativeError(for values: [Float]) -> FloatPacking {
    let range = Float(Float16.leastNormalMagnitude)...Float(Float16.greatestFiniteMagnitude)
    return values.allSatisfy { !$0.isFinite || $0 == 0 || range.contains($0.magnitude) } ? .half : .single
  }

  /// Packs the values behind what `bytes` holds. The buffers are only copied from, while they are valid.
  package func append(_ values: [Float], to bytes: inout [UInt8]) {
    bytes.append(rawValue)
    withUnsafeBytes(of: UInt32(clamping: values.count).littleEndian) { bytes.append(contentsOf: $0) }
    switch self {
    case .single:
      values.map(\.bitPattern.littleEndian).withUnsafeBytes { bytes.append(contentsOf: $0) }
    case .half:
      values.map { Float16($0).bitPattern.littleEndian }.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
  }

  /// Takes one array from the front of `bytes`; nil where they do not hold what they announce.
  package static func take(from bytes: inout ArraySlice<UInt8>) -> [Float]? {
    guard bytes.count >= 5, let packing = bytes.first.flatMap(FloatPacking.init(rawValue:)) else {
      return nil
    }
    let count = bytes.dropFirst().prefix(4).withUnsafeBytes {
      Int(UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)))
    }
    let body = bytes.dropFirst(5)
    guard count <= body.count / packing.width else { return nil }
    let size = count * packing.width
    bytes = body.dropFirst(size)
    return body.prefix(size).withUnsafeBytes { packing.values(count: count, in: $0) }
  }

  /// Reads `count` values. Sound because the caller made sure that the buffer holds `count * width` bytes.
  private func values(count: Int, in buffer: UnsafeRawBufferPointer) -> [Float] {
    (0..<count).map { index in
      switch self {
      case .single:
        let bits = buffer.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
        return Float(bitPattern: UInt32(littleEndian: bits))
      case .half:
        let bits = buffer.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)
        return Float(Float16(bitPattern: UInt16(littleEndian: bits)))
      }
    }
  }
}
