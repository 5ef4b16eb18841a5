import Foundation

/// The curves that integer code reads from tables, with straight lines between the entries.
///
/// The entries lie a little off the curve, by a sixteenth of the bend within a cell, so that the lines err as much on
/// one side as on the other.
package enum FixedCurve: String, Sendable, Hashable, CaseIterable {
  /// 1 / (1 + e^-x) on [-8, 8).
  case sigmoid
  /// The standard normal distribution function on [-4, 4).
  case normal
  /// 2^-x on [0, 1).
  case power

  /// Bits of an argument's fraction: of an argument that counts from the left end of the table.
  package static let argumentBits = 12
  /// Bits of a value's fraction: 2^15 is 1.
  package static let valueBits = 15

  /// 1 / ln 2 with 11 bits of fraction.
  package static let decayFactor: Int32 = 2955

  /// Cells of a unit of the argument, as a power of two.
  var cellsPerUnit: Int {
    switch self {
    case .sigmoid: 2
    case .normal: 4
    case .power: 5
    }
  }

  /// Where the table begins.
  package var first: Double {
    switch self {
    case .sigmoid: -8
    case .normal: -4
    case .power: 0
    }
  }

  /// The largest argument, as a whole number that counts from the left end.
  package var lastArgument: Int32 {
    switch self {
    case .sigmoid: 65535
    case .normal: 32767
    case .power: 4095
    }
  }

  /// Bits of an argument that lie within a cell.
  package var cellBits: Int { Self.argumentBits - cellsPerUnit }

  private func curve(_ x: Double) -> Double {
    switch self {
    case .sigmoid: 1 / (1 + exp(-x))
    case .normal: erfc(-x / 2.0.squareRoot()) / 2
    case .power: exp2(-x)
    }
  }

  /// One entry more than there are cells.
  package var entries: [Int32] {
    let cells = Int(lastArgument + 1) >> cellBits
    let width = exp2(-Double(cellsPerUnit))
    return (0...cells).map { cell in
      let x = first + Double(cell) * width
      let bend = curve(x - width) - 2 * curve(x) + curve(x + width)
      return Int32(((curve(x) - bend / 16) * exp2(Double(Self.valueBits))).rounded())
    }
  }

  /// The curve as the integer code computes it, from an argument that counts from the left end.
  package static func value(_ entries: [Int32], _ argument: Int32, cellBits: Int) -> Int32 {
    let cell = Int(argument >> Int32(cellBits))
    let within = argument & (1 << Int32(cellBits) - 1)
    let slope = entries[cell + 1] - entries[cell]
    return entries[cell] + (slope * within) >> Int32(cellBits)
  }
}
