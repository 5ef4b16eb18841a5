import Foundation
import Liquid
import Text

/// The root of the mean of squares plus a constant, in whole numbers: what a layer normalisation divides by.
///
/// Squares of 16 bits would lose what is small: a network that wakes up from zeros has deviations of a hundredth of what
/// they are later, of which a normalisation makes large ones all the same. Here the largest element decides in each step
/// by how many bits all are shifted before they are squared:
///
///     up = the most, at most `most`, for which |x| 2^up <= limit;   v = x 2^up, rounded
///     root = squareRoot(the sum of v^2 + addend >> 2 (most - up));   target = root factor 2^-(shift + up), rounded
package struct FixedSpread: Sendable, Hashable {
  package let target: StepProgram.Part
  package let source: StepProgram.Part
  package let limit: Int32
  package let most: Int32
  package let addend: Int32
  /// 1 / sqrt(elements), with 15 bits.
  package let factor: Int32
  package let shift: Int32

  init(_ spread: StepProgram.Spread, from: FixedFormat, to: FixedFormat) {
    (target, source) = (spread.target, spread.source)
    let count = Double(source.count)
    // The constant takes up to 2^29 of the 2^31, and rounding may add one to each element.
    let addendLimit = exp2(29.0)
    limit = Int32(((exp2(31.0) - addendLimit) / count).squareRoot().rounded(.down)) - 2
    let whole = Double(spread.addend) * count * exp2(2 * Double(from.bits))
    let room = whole > 0 ? (log2(addendLimit / whole) / 2).rounded(.down) : 14
    most = Int32(max(-14, min(14, room)))
    addend = Int32(min(addendLimit, whole * exp2(2 * Double(most))).rounded())
    let scale = FixedFormat(fitting: 1 / count.squareRoot())
    factor = Int32(scale.encode(1 / count.squareRoot()))
    shift = Int32(from.bits + scale.bits - to.bits)
  }

  /// As the generated code computes it.
  func value(_ x: [Int32], squareRoot: (Int32) -> Int32) -> Int16 {
    let largest = x.reduce(Int32(0)) { max($0, $1.magnitude32) }
    var up = most
    while Self.shifted(largest, up) > limit { up -= 1 }
    var sum: Int32 = 0
    for element in x {
      let value = Self.shifted(element, up)
      sum += value * value
    }
    let rest = 2 * (most - up)
    if rest < 31 { sum += addend >> rest }
    let down = max(1, min(29, shift + up))
    return Int16(min(32767, (squareRoot(sum) * factor + 1 << (down - 1)) >> down))
  }

  private static func shifted(_ x: Int32, _ up: Int32) -> Int32 {
    up >= 0 ? x * (1 << up) : (x + 1 << (-up - 1)) >> -up
  }
}

extension Int32 {
  fileprivate var magnitude32: Int32 { self < 0 ? -self : self }
}

extension StepProgram {
  /// Two statements that together are the mean of squares plus a constant, of which only the root is read.
  struct Spread {
    /// The vector of the squares, which nothing else reads.
    let squares: Int
    /// The mean; in whole numbers its root.
    let target: Part
    let source: Part
    let addend: Float
  }

  /// Those of the whole program.
  var spreads: [Spread] {
    var (found, reads) = ([Spread](), [Int: Int]())
    var roots: [Int: Int] = [:]
    func look(_ statements: [Statement]) {
      for (statement, next) in zip(statements, statements.dropFirst()) {
        if let spread = Self.spread(statement, next) { found.append(spread) }
      }
      for statement in statements {
        for part in statement.reads { reads[part.vector, default: 0] += 1 }
        switch statement {
        case .map(_, let expression):
          expression.forEach {
            if case .function(.squareRoot, .element(let part, _)) = $0 { roots[part.vector, default: 0] += 1 }
          }
        case .repeated(_, let body): look(body)
        case .linear, .synapses, .groupSums, .scatter, .lookup: break
        }
      }
    }
    look(statements)
    return found.filter { spread in
      let (squares, target) = (vectors[spread.squares], vectors[spread.target.vector])
      return squares.role == .temporary && target.role == .temporary && target.count == 1
        && reads[spread.squares] == 1 && outputs.vector != spread.target.vector
        && reads[spread.target.vector] == roots[spread.target.vector]
    }
  }

  private static func spread(_ first: Statement, _ second: Statement) -> Spread? {
    guard case .map(let squares, .operation(.multiply, .element(let source, .each), let other)) = first,
      other == .element(source, .each), source.count == squares.count, source.count < 1 << 15,
      case .linear(let mean) = second, mean.target.count == 1, mean.terms.count == 1,
      mean.terms[0].source == squares, case .constants(let start) = mean.start,
      case .dense(_, _, let shares) = mean.terms[0].matrix,
      shares.allSatisfy({ $0 == 1 / Float(source.count) })
    else { return nil }
    return Spread(squares: squares.vector, target: mean.target, source: source, addend: start[0])
  }
}
