import Foundation
import Text

/// Where the binary point of whole numbers lies: a number n stands for n / 2^bits.
///
/// `bits` may be negative, for large values, and more than the bits of the number, for small ones.
package struct FixedFormat: Sendable, Hashable {
  package let bits: Int

  package init(bits: Int) { self.bits = bits }

  /// Of numbers without a fraction, such as indices.
  package static let whole = FixedFormat(bits: 0)

  /// The finest format that has values up to a magnitude in an `Int16`.
  package init(fitting magnitude: Double) {
    bits = Self.bits(for: magnitude, limit: 32767)
  }

  /// The most fractional bits with which a magnitude stays within a limit; for 0, whose range says nothing, as for 1/2.
  static func bits(for magnitude: Double, limit: Double) -> Int {
    let size = magnitude > 0 ? magnitude : 0.5
    return max(-140, min(140, Int(saturating: log2(limit / size).rounded(.down))))
  }

  package var unit: Double { exp2(-Double(bits)) }

  /// The nearest number, halves away from 0, within those of an `Int16`.
  package func encode(_ value: Double) -> Int16 {
    Int16(max(-32768, min(32767, (value / unit).rounded())))
  }

  package func decode(_ number: Int16) -> Double { Double(number) * unit }
}
