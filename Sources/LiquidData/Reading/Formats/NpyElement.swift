/// The type of a NumPy array's numbers.
enum NpyElement {
  case bool
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64
  case float16, float32, float64

  /// Reads `<f8`, `>i4` or `|b1`; `=` stands for little endian, the order of the machines this runs on.
  static func parse(_ description: String) -> (NpyElement, isBigEndian: Bool)? {
    guard let order = description.first, "<>|=".contains(order) else { return nil }
    let element: NpyElement? =
      switch description.dropFirst() {
      case "b1", "?": .bool
      case "i1": .int8
      case "i2": .int16
      case "i4": .int32
      case "i8": .int64
      case "u1": .uint8
      case "u2": .uint16
      case "u4": .uint32
      case "u8": .uint64
      case "f2": .float16
      case "f4": .float32
      case "f8": .float64
      default: nil
      }
    return element.map { ($0, order == ">") }
  }

  /// In bytes.
  var size: Int {
    switch self {
    case .bool, .int8, .uint8: 1
    case .int16, .uint16, .float16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// The numbers at `first`, `first + stride`, …, all of which must lie within the bytes; NaN for infinities.
  func values(
    in bytes: [UInt8], from first: Int, stride: Int, count: Int, isBigEndian: Bool
  ) -> [Double] {
    precondition(count == 0 || first + (count - 1) * stride + size <= bytes.count, "numbers beyond the bytes")
    func load<Bits: FixedWidthInteger>(_: Bits.Type, _ convert: (Bits) -> Double) -> [Double] {
      // Sound: within the bounds checked above, at any alignment.
      bytes.withUnsafeBytes { raw in
        (0..<count).map { index in
          let bits = raw.loadUnaligned(fromByteOffset: first + index * stride, as: Bits.self)
          let value = convert(isBigEndian ? bits.byteSwapped : bits)
          return value.isFinite ? value : .nan
        }
      }
    }
    switch self {
    case .bool: return load(UInt8.self) { $0 == 0 ? 0 : 1 }
    case .int8: return load(Int8.self) { Double($0) }
    case .int16: return load(Int16.self) { Double($0) }
    case .int32: return load(Int32.self) { Double($0) }
    case .int64: return load(Int64.self) { Double($0) }
    case .uint8: return load(UInt8.self) { Double($0) }
    case .uint16: return load(UInt16.self) { Double($0) }
    case .uint32: return load(UInt32.self) { Double($0) }
    case .uint64: return load(UInt64.self) { Double($0) }
    case .float16: return load(UInt16.self) { Double(halfPrecision($0)) }
    case .float32: return load(UInt32.self) { Double(Float(bitPattern: $0)) }
    case .float64: return load(UInt64.self) { Double(bitPattern: $0) }
    }
  }
}

/// A number of half precision: sign, five bits of exponent, ten of fraction.
private func halfPrecision(_ bits: UInt16) -> Float {
  let sign: Float = bits >> 15 == 0 ? 1 : -1
  let exponent = Int(bits >> 10 & 0x1F)
  let fraction = Float(bits & 0x3FF) / 1024
  if exponent == 31 { return fraction == 0 ? sign * .infinity : .nan }
  if exponent == 0 { return sign * fraction * Float(sign: .plus, exponent: -14, significand: 1) }
  return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
}
