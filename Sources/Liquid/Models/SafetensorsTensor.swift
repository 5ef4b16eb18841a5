/// A named array in a safetensors file: its type, its shape and its bytes.
public struct SafetensorsTensor: Sendable, Hashable {
  /// The element types that are read; the raw value is the format's own name.
  public enum ElementType: String, Sendable, Hashable, CaseIterable {
    case float32 = "F32"
    case float64 = "F64"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case int32 = "I32"
    case int64 = "I64"
    case uint8 = "U8"

    /// Bytes an element.
    public var size: Int {
      switch self {
      case .uint8: 1
      case .float16, .bfloat16: 2
      case .float32, .int32: 4
      case .float64, .int64: 8
      }
    }
  }

  public let name: String
  public let type: ElementType
  public let shape: [Int]
  /// The elements, row-major and little-endian. A tensor that was read shares the storage of its file.
  public let bytes: ArraySlice<UInt8>

  /// Elements in all.
  public var count: Int { bytes.count / type.size }

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
  public init(name: String, shape: [Int], floats: some Sequence<Float>) {
    self.init(name: name, type: .float32, shape: shape, words: floats.lazy.map(\.bitPattern))
  }

  /// A tensor of double-precision numbers, row-major.
  public init(name: String, shape: [Int], doubles: some Sequence<Double>) {
    self.init(name: name, type: .float64, shape: shape, words: doubles.lazy.map(\.bitPattern))
  }

  /// A tensor of 32-bit whole numbers, row-major.
  public init(name: String, shape: [Int], int32s: some Sequence<Int32>) {
    self.init(name: name, type: .int32, shape: shape, words: int32s)
  }

  /// A tensor of 64-bit whole numbers, row-major.
  public init(name: String, shape: [Int], int64s: some Sequence<Int64>) {
    self.init(name: name, type: .int64, shape: shape, words: int64s)
  }

  /// A tensor of bytes, row-major.
  public init(name: String, shape: [Int], uint8s: some Sequence<UInt8>) {
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
  public func floats() throws(SafetensorsError) -> [Float] {
    try words(.float32).map(Float.init(bitPattern:))
  }

  /// The elements of an `F64` tensor.
  public func doubles() throws(SafetensorsError) -> [Double] {
    try words(.float64).map(Double.init(bitPattern:))
  }

  /// The elements of an `I32` tensor.
  public func int32s() throws(SafetensorsError) -> [Int32] { try words(.int32) }

  /// The elements of an `I64` tensor.
  public func int64s() throws(SafetensorsError) -> [Int64] { try words(.int64) }

  /// The elements of a `U8` tensor.
  public func uint8s() throws(SafetensorsError) -> [UInt8] { try words(.uint8) }

  func words<Word: FixedWidthInteger>(_ expected: ElementType) throws(SafetensorsError) -> [Word] {
    guard type == expected else {
      throw .wrongType(tensor: name, expected: expected.rawValue, found: type.rawValue)
    }
    return (0..<count).map { LittleEndian.read(bytes, at: bytes.startIndex + $0 * type.size) }
  }
}
