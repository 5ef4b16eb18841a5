import Foundation
import Liquid
import Text

/// Products, quotients and changes of format, none of which can leave 32 bits.
extension FixedMapBuilder {
  // MARK: - Products and quotients

  mutating func multiplied(_ x: Value, _ y: Value, _ range: ClosedRange<Double>) -> Value {
    switch (x.source, y.source) {
    case (.constant(let a), .constant(let b)): return constant(a * b)
    case (.constant(let factor), .operation): return multiplied(y, by: factor, range)
    case (.operation, .constant(let factor)): return multiplied(x, by: factor, range)
    case (.operation, .operation):
      var (a, b) = (x, y)
      while a.size * b.size > Self.int32Limit {
        if a.size >= b.size { a = narrowed(a, beside: b) } else { b = narrowed(b, beside: a) }
      }
      let products = [a.bounds.lowerBound, a.bounds.upperBound].flatMap { p in
        [p * b.bounds.lowerBound, p * b.bounds.upperBound]
      }
      return made(
        .multiply(place(of: a), place(of: b)), bits: a.bits + b.bits,
        (products.min() ?? 0)...(products.max() ?? 0), range)
    }
  }

  mutating func multiplied(_ x: Value, by factor: Double, _ range: ClosedRange<Double>) -> Value {
    if factor == 0 { return constant(0) }
    // As few bits as say it exactly, or fifteen.
    var bits = FixedFormat(fitting: factor.magnitude).bits
    var mantissa = Int((factor * exp2(Double(bits))).rounded())
    while mantissa % 2 == 0 {
      mantissa /= 2
      bits -= 1
    }
    if mantissa == 1 {
      return Value(source: x.source, bits: x.bits + bits, bounds: x.bounds, range: range)
    }
    var value = x
    if value.size * Int(mantissa.magnitude) > Self.int32Limit, mantissa.magnitude >= 1 << 13 {
      // Two bits less of the constant cost an error of 1 in 10,000.
      let shorter = Int((Double(mantissa) / 4).rounded())
      if value.size * Int(shorter.magnitude) <= Self.int32Limit { (mantissa, bits) = (shorter, bits - 2) }
    }
    if value.size * Int(mantissa.magnitude) > Self.int32Limit { value = narrowed(value) }
    let ends = [value.bounds.lowerBound * mantissa, value.bounds.upperBound * mantissa]
    let constant = made(.constant(Int32(mantissa)), bits: bits, mantissa...mantissa, factor...factor)
    return made(
      .multiply(place(of: value), place(of: constant)), bits: value.bits + bits,
      min(ends[0], ends[1])...max(ends[0], ends[1]), range)
  }

  mutating func divided(_ x: Value, _ y: Value, _ range: ClosedRange<Double>) throws(FixedPointError)
    -> Value
  {
    if case .constant(let divisor) = y.source { return multiplied(x, by: 1 / divisor, range) }
    guard y.range.lowerBound > 0 else { throw .divisor(part: name) }
    // The quotient has more bits than the divisor: it may be a small change of something. A divisor that becomes very
    // small beside what it can be takes up to three of them.
    var divisor = y
    let spread = log2(y.range.upperBound / y.range.lowerBound).rounded(.up)
    let more = Int(saturating: min(max(spread - 4, 0), 3))
    let fitting = FixedFormat.bits(
      for: FixedRanges.withHeadroom(y.range.upperBound), limit: Double(4096 << more - 1))
    if fitting < y.bits { divisor = rescaled(y, to: fitting) }
    let quotientLimit = 1 << (18 - more)
    let bits = FixedFormat.bits(
      for: FixedRanges.withHeadroom(range.largestMagnitude), limit: Double(quotientLimit - 1))
    let dividendBits = bits + divisor.bits
    var dividend = x
    if case .constant(let value) = x.source {
      let number = Int(saturating: (value * exp2(Double(dividendBits))).rounded())
      let held = max(-(1 << 30), min(1 << 30 - 1, number))
      dividend = made(.constant(Int32(held)), bits: dividendBits, held...held, x.range)
    }
    // Half of the divisor is added to it.
    let limit = 1 << 30
    if dividend.bits < dividendBits {
      let shift = min(dividendBits - dividend.bits, 30)
      dividend = clamped(dividend, -(limit >> shift)...limit >> shift - 1)
    }
    dividend = clamped(rescaled(dividend, to: dividendBits), -limit...limit - 1)
    let size = dividend.size
    let quotient = made(
      .quotient(place(of: dividend), place(of: divisor)), bits: bits, -size...size, range)
    return clamped(quotient, -quotientLimit...quotientLimit - 1)
  }

  // MARK: - Formats

  /// Both with one format: the finer of the two, as far as sums of them fit 32 bits.
  mutating func aligned(_ x: Value, _ y: Value, for range: ClosedRange<Double>) -> (Value, Value) {
    var (a, b) = (x, y)
    func sizes(_ bits: Int) -> Double {
      [a, b].reduce(0) { sum, value in
        if case .constant(let constant) = value.source {
          return sum + constant.magnitude * exp2(Double(bits)) + 1
        }
        return sum + Double(value.size) * exp2(Double(bits - value.bits)) + 1
      }
    }
    func finest() -> Int {
      var bits = max(a.neededBits, b.neededBits)
      while sizes(bits) > Double(Self.int32Limit) { bits -= 1 }
      return bits
    }
    /// As many as leave the rows' values 14 bits.
    let wanted =
      min(
        max(a.neededBits, b.neededBits),
        FixedFormat.bits(
          for: max(a.range.largestMagnitude, b.range.largestMagnitude, range.largestMagnitude), limit: 16384))
    if finest() < wanted {
      // Something reaches far beyond what the rows made of it.
      a = narrowed(a)
      b = narrowed(b)
    }
    let bits = finest()
    return (rescaled(a, to: bits), rescaled(b, to: bits))
  }

  /// Within 16 bits, those of its range on the calibration rows.
  private mutating func narrowed(_ x: Value) -> Value { narrowed(x, to: 15) }

  /// Within as many bits as a product with another value allows, at least 16.
  private mutating func narrowed(_ x: Value, beside other: Value) -> Value {
    narrowed(x, to: max(15, 31 - (Int.bitWidth - other.size.leadingZeroBitCount)))
  }

  /// - Parameter size: bits beside the sign.
  private mutating func narrowed(_ x: Value, to size: Int) -> Value {
    let limit = 1 << size
    guard case .operation = x.source, x.size >= limit else { return x }
    let fitting = FixedFormat.bits(
      for: FixedRanges.withHeadroom(x.range.largestMagnitude), limit: Double(limit - 1))
    return clamped(rescaled(x, to: min(fitting, x.bits)), -limit...limit - 1)
  }

  /// With another number of fractional bits; a shift to the left must fit.
  mutating func rescaled(_ x: Value, to bits: Int) -> Value {
    if case .constant(let value) = x.source {
      let number = Int(saturating: (value * exp2(Double(bits))).rounded())
      let held = max(-Self.int32Limit, min(Self.int32Limit, number))
      return made(.constant(Int32(held)), bits: bits, held...held, x.range)
    }
    let shift = bits - x.bits
    if shift == 0 { return x }
    if shift > 0 {
      // What does not fit is held: it lies far outside of every range.
      let by = min(shift, 30)
      let limit = Self.int32Limit >> by
      let held = clamped(x, -limit...limit)
      return made(
        .scaledUp(place(of: held), bits: by), bits: bits,
        held.bounds.lowerBound << by...held.bounds.upperBound << by, x.range)
    }
    let by = min(-shift, 30)
    let half = 1 << (by - 1)
    let held = clamped(x, -Self.int32Limit...Self.int32Limit - half)
    return made(
      .scaledDown(place(of: held), bits: by), bits: bits,
      (held.bounds.lowerBound + half) >> by...(held.bounds.upperBound + half) >> by, x.range)
  }

  mutating func clamped(_ x: Value, _ limits: ClosedRange<Int>) -> Value {
    if limits.lowerBound <= x.bounds.lowerBound, x.bounds.upperBound <= limits.upperBound { return x }
    let bounds = x.bounds.clamped(to: limits)
    return made(
      .clamped(place(of: x), lower: Int32(limits.lowerBound), upper: Int32(limits.upperBound)), bits: x.bits,
      bounds, x.range)
  }
}

extension FixedMapBuilder.Value {
  /// Fractional bits that say it as well as it is known.
  fileprivate var neededBits: Int {
    guard case .constant(let value) = source else { return bits }
    if value == 0 { return -40 }
    let most = FixedFormat.bits(for: value.magnitude, limit: 32768)
    return (0...max(most, 0)).first { (value * exp2(Double($0))).rounded() == value * exp2(Double($0)) }
      ?? most
  }
}
