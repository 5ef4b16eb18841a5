/// Sixteen bits for the values of an array that are 0, positive, infinite or NaN, as time constants are.
///
/// A code counts in steps of 2^-10 of a binade from the smallest value on: the upper bits of a positive Float, which
/// rise with it. 63 binades fit (a ratio of 10^18 between the largest and the smallest), where Float16 has 30. Relative
/// error at most 2^-11.
struct FloatRange {
  /// The upper bits of the smallest finite value other than 0.
  let base: UInt32

  /// Bits of a Float that a code drops.
  private static let dropped = 13
  private static let zero: UInt16 = 0
  private static let notANumber: UInt16 = 1
  private static let infinity: UInt16 = 2
  private static let first: UInt32 = 3

  init(base: UInt32) { self.base = base }

  /// Nil where a value is negative or the smallest and largest are too far apart.
  init?(covering values: [Float]) {
    let finite = values.lazy.filter { $0.isFinite && $0 != 0 }
    guard values.allSatisfy({ $0.isNaN || $0 > 0 || ($0 == 0 && $0.sign == .plus) }) else { return nil }
    // Below the normal numbers the upper bits alone are no relative precision.
    guard let smallest = finite.min(), let largest = finite.max(), smallest >= .leastNormalMagnitude else {
      return nil
    }
    base = Self.upperBits(smallest)
    guard Self.upperBits(largest) - base <= UInt32(UInt16.max) - Self.first,
      Float(bitPattern: Self.upperBits(largest) << UInt32(Self.dropped)).isFinite
    else { return nil }
  }

  func code(_ value: Float) -> UInt16 {
    if value.isNaN { return Self.notANumber }
    if value == 0 { return Self.zero }
    if value == .infinity { return Self.infinity }
    return UInt16(Self.upperBits(value) - base + Self.first)
  }

  /// The value of a code; NaN for those that no encoder makes.
  func value(_ code: UInt16) -> Float {
    switch code {
    case Self.zero: return 0
    case Self.notANumber: return .nan
    case Self.infinity: return .infinity
    default:
      let (bits, overflows) = base.addingReportingOverflow(UInt32(code) - Self.first)
      let isPositiveFinite = !overflows && bits < Float.infinity.bitPattern >> UInt32(Self.dropped)
      return isPositiveFinite ? Float(bitPattern: bits << UInt32(Self.dropped)) : .nan
    }
  }

  /// The nearest, ties away from 0.
  private static func upperBits(_ value: Float) -> UInt32 {
    (value.bitPattern + 1 << UInt32(dropped - 1)) >> UInt32(dropped)
  }
}
