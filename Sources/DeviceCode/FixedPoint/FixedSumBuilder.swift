import Foundation
import Liquid
import Text

/// Chooses the weights of sums of products, and the scales that bring the sums of a row to the target's format.
///
/// A weight w of a row becomes q m / 2^e: q of 8 bits; m, which all weights of the row share, of 8 bits too, or of 16
/// where the rows differ much; e, which all rows share. As m is rounded before the q, rounding it costs nothing.
struct FixedSumBuilder {
  struct Row {
    let places: [Int]
    let weights: [Double]
  }

  struct Term {
    let rows: [Row]
    /// Fractional bits of what the weights are multiplied with, and its largest magnitude as a whole number.
    let bits: Int
    let largest: Int
    /// The limits of a weight.
    let lowest: Int
    let highest: Int
    /// Of the sources of all rows, or of each row's own.
    var moments: SecondMoments?
    var rowMoments: [SecondMoments]?
  }

  struct Built {
    let sum: FixedSum
    /// By term, row and entry.
    let weights: [[[Int]]]
  }

  let name: String
  let rows: Int
  let terms: [Term]

  /// - Parameter startFormat: where it is a part.
  func build(start: StepProgram.Start, startFormat: FixedFormat?, to format: FixedFormat)
    throws(FixedPointError) -> Built
  {
    var scaled: [(exponent: Int, multipliers: [Int])] = []
    for term in terms { scaled.append(try scales(term)) }
    let weights = zip(terms, scaled).map(quantize)
    // More than 30 bits below the target's are lost on it.
    let sumBits = min(sumBits(start, startFormat, scaled, weights), format.bits + 30)
    guard sumBits >= format.bits - 14 else { throw .sums(part: name, terms: terms.map(termCount).max() ?? 0) }
    var ends: [FixedSum.Scale] = []
    for (term, scale) in zip(terms, scaled) {
      let shift = scale.exponent + term.bits - sumBits
      // Without a shift to the right the multipliers take what is missing.
      let more = max(0, -shift)
      // A term whose sums are that much smaller than another's is lost on it.
      let multipliers = scale.multipliers.map { shift > 31 ? 0 : $0 << more }
      guard multipliers.allSatisfy({ $0 < 1 << 16 }) else {
        throw .sums(part: name, terms: termCount(term))
      }
      ends.append(.init(shift: max(0, min(31, shift)), multipliers: multipliers.map(UInt16.init)))
    }
    return Built(
      sum: FixedSum(
        start: fixed(start, startFormat, sumBits), scales: ends,
        rescaling: FixedRescaling(from: FixedFormat(bits: sumBits), to: format)),
      weights: weights)
  }

  private func termCount(_ term: Term) -> Int { term.rows.map(\.weights.count).max() ?? 0 }

  /// The multiplier of each row, and the exponent they share.
  private func scales(_ term: Term) throws(FixedPointError) -> (exponent: Int, multipliers: [Int]) {
    // The size of a unit of q that each row needs.
    var units: [Double] = []
    for row in term.rows {
      let most = row.weights.reduce(0) { max($0, $1 / Double($1 < 0 ? min(term.lowest, -1) : term.highest)) }
      // The sum must fit 32 bits, with q rounded up.
      let total = row.weights.reduce(0) { $0 + $1.magnitude }
      let room = Double(Int(Int32.max) / term.largest - row.weights.count)
      let unit = max(most, total / max(room, 1))
      guard room > 0, unit <= 8 * most || most == 0 else {
        throw .sums(part: name, terms: row.weights.count)
      }
      units.append(unit)
    }
    guard let largest = units.max(), largest > 0 else { return (0, units.map { _ in 0 }) }
    let least = units.filter { $0 > 0 }.min() ?? largest
    let exponent = FixedFormat.bits(for: largest, limit: 255) + (largest / least > 32 ? 8 : 0)
    return (exponent, units.map { Int(saturating: ($0 * exp2(Double(exponent)) - 1e-9).rounded(.up)) })
  }

  /// The most fractional bits with which no sum of a row can leave 32 bits.
  private func sumBits(
    _ start: StepProgram.Start, _ startFormat: FixedFormat?,
    _ scaled: [(exponent: Int, multipliers: [Int])], _ weights: [[[Int]]]
  ) -> Int {
    let most = (0..<rows).map { row in
      var sum = 0.0
      switch start {
      case .constants(let values): sum = Double(values[row].magnitude)
      case .part: sum = 32768 * (startFormat ?? FixedFormat(bits: 0)).unit
      }
      for (index, term) in terms.enumerated() {
        let multiplier = Double(scaled[index].multipliers[row])
        let unit = exp2(-Double(scaled[index].exponent + term.bits))
        sum += Double(total(weights[index][row], term)) * multiplier * unit
      }
      return sum
    }
    // A shifted sum may be larger by one, which counts as much as its multiplier: a little room is left for that.
    return FixedFormat.bits(for: most.max() ?? 0, limit: 1e9)
  }

  /// The largest sum of products that a row can have.
  private func total(_ weights: [Int], _ term: Term) -> Int {
    weights.reduce(0) { $0 + Int($1.magnitude) } * term.largest
  }

  private func fixed(_ start: StepProgram.Start, _ format: FixedFormat?, _ sumBits: Int) -> FixedSum.Start {
    switch start {
    case .part(let part):
      return .part(part, shift: max(-31, sumBits - (format ?? FixedFormat(bits: 0)).bits))
    case .constants(let values):
      let largest = values.map { Double($0.magnitude) }.max() ?? 0
      let format = FixedFormat(bits: min(sumBits, FixedFormat(fitting: largest).bits))
      return .constants(values.map { format.encode(Double($0)) }, shift: sumBits - format.bits)
    }
  }

  private func quantize(_ term: Term, _ scale: (exponent: Int, multipliers: [Int])) -> [[Int]] {
    term.rows.indices.map { index in
      let row = term.rows[index]
      let unit = Double(scale.multipliers[index]) * exp2(-Double(scale.exponent))
      guard unit > 0 else { return row.weights.map { _ in 0 } }
      let exact = row.weights.map { $0 / unit }
      let moments = term.rowMoments.map { $0[index] } ?? term.moments?.restricted(to: row.places)
      let rounded = WeightRounding.rounded(
        exact, lowest: term.lowest, highest: term.highest, moments: moments)
      if total(rounded, term) <= Int(Int32.max) { return rounded }
      return WeightRounding.rounded(exact, lowest: term.lowest, highest: term.highest, moments: nil)
    }
  }
}
