/// A named array in a safetensors file: its type, its shape and its bytes.
package struct SafetensorsTensor: Sendable, Hashable {
  /// The element types that are read; the raw value is the format's own name.
  package enum ElementType: String, Sendable, Hashable, CaseIterable {
    case float32 = "F32"
    case float64 = "F64"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case int32 = "I32"
    case int64 = "I64"
    case uint8 = "U8"

    /// Bytes an element.
    package var size: Int {
      switch self {
      case .uint8: 1
      case .float16, .bfloat16: 2
      case .float32, .int32: 4
      case .float64, .int64: 8
      }
    }
  }

  package let name: String
  package let type: ElementType
  package let shape: [Int]
  /// The elements, row-major and little-endian. A tensor that was read shares the storage of its file.
  package let bytes: ArraySlice<UInt8>

  /// Elements in all.
  package var count: Int { bytes.count / type.size }

  init(name: String, type: ElementType, shape: [Int], bytes: ArraySlice<UInt8>) {
    precondition(
      shape.reduce(1, *) * type.size == bytes.count,
      "\(name): shape \(shape) does not fit \(bytes.count) bytes")
    self.name = name
    self.type = type
    self.shape = shape
    self.bytes = bytes
  }
}

extension SafetensorsTensor {
  /// A tensor of single-precision numbers, row-major.
  package init(name: String, shape: [Int], floats: some Sequence<Float>) {
    self.init(name: name, type: .float32, shape: shape, words: floats.lazy.map(\.bitPattern))
  }

  /// A tensor of double-precision numbers, row-major.
  package init(name: String, shape: [Int], doubles: some Sequence<Double>) {
    self.init(name: name, type: .float64, shape: shape, words: doubles.lazy.map(\.bitPattern))
  }

  /// A tensor of 32-bit whole numbers, row-major.
  package init(name: String, shape: [Int], int32s: some Sequence<Int32>) {
    self.init(name: name, type: .int32, shape: shape, words: int32s)
  }

  /// A tensor of 64-bit whole numbers, row-major.
  package init(name: String, shape: [Int], int64s: some Sequence<Int64>) {
    self.init(name: name, type: .int64, shape: shape, words: int64s)
  }

  /// A tensor of bytes, row-major.
  package init(name: String, shape: [Int], uint8s: some Sequence<UInt8>) {
    self.init(name: name, type: .uint8, shape: shape, bytes: ArraySlice(uint8s))
  }

  private init<Word: FixedWidthInteger>(
    name: String, type: ElementType, shape: [Int], words: some Sequence<Word>
  ) {
    var bytes: [UInt8] = []
    for word in words { LittleEndian.append(word, to: &bytes) }
    self.init(name: name, type: type, shape: shape, bytes: bytes[...])
  }

  /// The elements of an `F32` tensor.
  package func floats() throws(SafetensorsError) -> [Float] {
    try words(.float32).map(Float.init(bitPattern:))
  }

  /// The elements of an `F64` tensor.
  package func doubles() throws(SafetensorsError) -> [Double] {
    try words(.float64).map(Double.init(bitPattern:))
  }

  /// The elements of an `I32` tensor.
  package func int32s() throws(SafetensorsError) -> [Int32] { try words(.int32) }

  /// The elements of an `I64` tensor.
  package func int64s() throws(SafetensorsError) -> [Int64] { try words(.int64) }

  /// The elements of a `U8` tensor.
  package func uint8s() throws(SafetensorsError) -> [UInt8] { try words(.uint8) }

  func words<Word: FixedWidthInteger>(_ expected: ElementType) throws(SafetensorsError) -> [Word] {
    guard type == expected else {
      throw .wrongType(tensor: name, expected: expected.rawValue, found: type.rawValue)
    }
    return (0..<count).map { LittleEndian.read(bytes, at: bytes.startIndex + $0 * type.size) }
  }
}

extension SafetensorsTensor {
  /// The elements in single precision, from any floating-point type (`F64`, `F32`, `F16`, `BF16`).
  ///
  /// Numbers beyond single precision become infinite.
  /// - Throws: `SafetensorsError.wrongType` for whole numbers.
  package func convertedFloats() throws(SafetensorsError) -> [Float] {
    switch type {
    case .float64: try doubles().map(Float.init)
    case .float16: try words(.float16).map(Float.init(halfPrecision:))
    case .bfloat16: try words(.bfloat16).map { (word: UInt16) in Float(bitPattern: UInt32(word) << 16) }
    default: try floats()
    }
  }
}

extension Float {
  /// The number that a half-precision bit pattern stands for (IEEE 754 binary16).
  ///
  /// Written out because not every platform has the type.
  fileprivate init(halfPrecision word: UInt16) {
    let sign = UInt32(word >> 15) << 31
    let exponent = UInt32(word >> 10) & 0x1F
    let fraction = UInt32(word) & 0x3FF
    switch exponent {
    case 0:
      // Zero and subnormal numbers: fraction times 2^-24.
      let magnitude = Float(fraction) * Float(sign: .plus, exponent: -24, significand: 1)
      self = sign == 0 ? magnitude : -magnitude
    case 0x1F:
      self.init(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default:
      self.init(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
