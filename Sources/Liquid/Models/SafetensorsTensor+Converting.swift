extension SafetensorsTensor {
  /// The elements in single precision, from any floating-point type (`F64`, `F32`, `F16`, `BF16`).
  ///
  /// Numbers beyond single precision become infinite.
  /// - Throws: `SafetensorsError.wrongType` for whole numbers.
  public func convertedFloats() throws(SafetensorsError) -> [Float] {
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
