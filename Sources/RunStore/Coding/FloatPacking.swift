/// How an array of `Float` is packed into bytes: a type byte, a UInt32 count, then the values, little-endian.
package enum FloatPacking: UInt8, Sendable {
  /// IEEE binary32: exact.
  case single = 4
  /// `FloatRange`: 16 bits for positive values of any magnitude, relative error at most 2^-11. Its base, a UInt32, stands
  /// before the values.
  case range = 3
  /// IEEE binary16 times a power of two, whose exponent stands before the values as an Int32: the largest magnitude comes
  /// to lie in 2^14 ..< 2^15. Relative error at most 2^-11; below 2^-28 of the largest, absolute error at most 2^-39 of it.
  case scaled = 5
  /// IEEE binary16: relative error at most 2^-11; below 2^-14 in magnitude, absolute error at most 2^-25.
  case half = 2

  /// Bytes per value.
  var width: Int { self == .single ? 4 : 2 }

  /// Whether four bytes that all values share stand before them.
  private var hasHeader: Bool { self == .range || self == .scaled }

  /// Half where no finite value would overflow, else scaled; for small values the absolute error is what counts.
  package static func boundedError(for values: [Float]) -> FloatPacking {
    values.allSatisfy { !$0.isFinite || $0.magnitude <= Float(Float16.greatestFiniteMagnitude) }
      ? .half : .scaled
  }

  /// The shortest in which every finite value other than 0 keeps its relative precision.
  package static func relativeError(for values: [Float]) -> FloatPacking {
    let normal = Float(Float16.leastNormalMagnitude)...Float(Float16.greatestFiniteMagnitude)
    if values.allSatisfy({ !$0.isFinite || $0 == 0 || normal.contains($0.magnitude) }) { return .half }
    return FloatRange(covering: values) == nil ? .single : .range
  }

  /// Appends the packed values to `bytes`. The buffers are copied while they are valid.
  package func append(_ values: [Float], to bytes: inout [UInt8]) {
    bytes.append(rawValue)
    withUnsafeBytes(of: UInt32(clamping: values.count).littleEndian) { bytes.append(contentsOf: $0) }
    switch self {
    case .single:
      values.map(\.bitPattern.littleEndian).withUnsafeBytes { bytes.append(contentsOf: $0) }
    case .half:
      Self.append(values.map { Float16($0).bitPattern }, to: &bytes)
    case .scaled:
      let exponent = Self.exponent(for: values)
      withUnsafeBytes(of: Int32(exponent).littleEndian) { bytes.append(contentsOf: $0) }
      Self.append(values.map { Float16(Self.scale($0, by: -exponent)).bitPattern }, to: &bytes)
    case .range:
      guard let range = FloatRange(covering: values) else {
        preconditionFailure("values that no range covers are packed as single")
      }
      withUnsafeBytes(of: range.base.littleEndian) { bytes.append(contentsOf: $0) }
      Self.append(values.map(range.code), to: &bytes)
    }
  }

  private static func append(_ codes: [UInt16], to bytes: inout [UInt8]) {
    codes.map(\.littleEndian).withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// The power of two that brings the largest finite magnitude into 2^14 ..< 2^15.
  private static func exponent(for values: [Float]) -> Int {
    let largest = values.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
    return largest > 0 ? Int(largest.exponent) - 14 : 0
  }

  /// Exact but for underflow; over Double, as the power alone may not fit a Float. What is finite stays so: the largest
  /// Float, rounded to a half, would be beyond it.
  private static func scale(_ value: Float, by exponent: Int) -> Float {
    guard value.isFinite else { return value }
    let scaled = Float(Double(value) * Double(sign: .plus, exponent: exponent, significand: 1))
    let limit = Float.greatestFiniteMagnitude
    return min(limit, max(-limit, scaled))
  }

  /// Removes one array from the front of `bytes`; nil where they are shorter than they claim or of no known type.
  package static func take(from bytes: inout ArraySlice<UInt8>) -> [Float]? {
    guard bytes.count >= 5, let packing = bytes.first.flatMap(FloatPacking.init(rawValue:)) else {
      return nil
    }
    let count = bytes.dropFirst().prefix(4).withUnsafeBytes {
      Int(UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)))
    }
    var body = bytes.dropFirst(5)
    var header: UInt32 = 0
    if packing.hasHeader {
      guard body.count >= 4 else { return nil }
      header = body.prefix(4).withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) }
      body = body.dropFirst(4)
    }
    guard count <= body.count / packing.width else { return nil }
    let size = count * packing.width
    bytes = body.dropFirst(size)
    return body.prefix(size).withUnsafeBytes { packing.values(count: count, header: header, in: $0) }
  }

  /// Reads `count` values. Sound because the caller has checked that the buffer holds `count * width` bytes.
  private func values(count: Int, header: UInt32, in buffer: UnsafeRawBufferPointer) -> [Float] {
    guard self != .single else {
      return (0..<count).map {
        Float(bitPattern: UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
      }
    }
    let codes = (0..<count).lazy.map {
      UInt16(littleEndian: buffer.loadUnaligned(fromByteOffset: $0 * 2, as: UInt16.self))
    }
    switch self {
    case .single, .half:
      return codes.map { Float(Float16(bitPattern: $0)) }
    case .scaled:
      // The exponent of a file may be anything; that of a Float may not.
      let exponent = min(200, max(-200, Int(Int32(bitPattern: header))))
      return codes.map { Self.scale(Float(Float16(bitPattern: $0)), by: exponent) }
    case .range:
      let range = FloatRange(base: header)
      return codes.map(range.value)
    }
  }
}

/// Sixteen bits for the values of an array that are 0, positive, infinite or NaN, as time constants are.
///
/// A code counts in steps of 2^-10 of a binade from the smallest value on: the upper bits of a positive Float, which
/// rise with it. 63 binades fit (a ratio of 10^18 between the largest and the smallest), where Float16 has 30. Relative
/// error at most 2^-11.
private struct FloatRange {
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
