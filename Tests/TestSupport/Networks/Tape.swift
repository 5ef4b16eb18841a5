import Foundation

/// Records scalar arithmetic so that it can be differentiated backwards: each new value remembers its
/// derivative with respect to the values it was made from.
package final class Tape {
  private var links: [(parent: Int, slope: Double)] = []
  /// Where each value's links begin, and where the last one's end.
  private var starts = [0]

  package init() {}

  /// A value that everything may be differentiated with respect to; its index counts all values made so far.
  package func variable(_ value: Double) -> Scalar {
    make(value, [])
  }

  /// The derivative of the weighted sum of some values with respect to every value, by index.
  package func gradient(of sum: [(value: Scalar, weight: Double)]) -> [Double] {
    var adjoints = [Double](repeating: 0, count: starts.count - 1)
    for term in sum { adjoints[term.value.index] += term.weight }
    for index in adjoints.indices.reversed() where adjoints[index] != 0 {
      for link in links[starts[index]..<starts[index + 1]] {
        adjoints[link.parent] += adjoints[index] * link.slope
      }
    }
    return adjoints
  }

  /// Whether a value was made from each value, directly or not, by index; it counts as made from itself.
  package func ancestors(of value: Scalar) -> [Bool] {
    var found = [Bool](repeating: false, count: starts.count - 1)
    found[value.index] = true
    for index in found.indices.reversed() where found[index] {
      for link in links[starts[index]..<starts[index + 1]] { found[link.parent] = true }
    }
    return found
  }

  fileprivate func make(_ value: Double, _ links: [(Int, Double)]) -> Scalar {
    for link in links { self.links.append(link) }
    starts.append(self.links.count)
    return Scalar(tape: self, index: starts.count - 2, value: value)
  }
}

/// A value on a tape.
package struct Scalar {
  fileprivate let tape: Tape
  package let index: Int
  package let value: Double

  /// A function of this value alone.
  package func map(_ f: (Double) -> Double, slope: (Double) -> Double) -> Scalar {
    tape.make(f(value), [(index, slope(value))])
  }

  /// The value alone: what is made of it has no derivative with respect to what it was made from.
  package var constant: Scalar { tape.make(value, []) }

  package static func + (a: Scalar, b: Scalar) -> Scalar {
    a.tape.make(a.value + b.value, [(a.index, 1), (b.index, 1)])
  }

  package static func - (a: Scalar, b: Scalar) -> Scalar {
    a.tape.make(a.value - b.value, [(a.index, 1), (b.index, -1)])
  }

  package static func * (a: Scalar, b: Scalar) -> Scalar {
    a.tape.make(a.value * b.value, [(a.index, b.value), (b.index, a.value)])
  }

  package static func * (a: Scalar, b: Double) -> Scalar {
    a.map({ $0 * b }, slope: { _ in b })
  }

  package static func / (a: Scalar, b: Scalar) -> Scalar {
    let quotient = a.value / b.value
    return a.tape.make(quotient, [(a.index, 1 / b.value), (b.index, -quotient / b.value)])
  }

  /// sum a_i b_i + c
  package static func dot(_ a: [Scalar], _ b: [Scalar], plus c: Scalar) -> Scalar {
    let value = zip(a, b).reduce(c.value) { $0 + $1.0.value * $1.1.value }
    let links = zip(a, b).flatMap { [($0.index, $1.value), ($1.index, $0.value)] }
    return c.tape.make(value, links + [(c.index, 1)])
  }

  package var tanh: Scalar { map(Foundation.tanh, slope: { 1 / pow(cosh($0), 2) }) }
  package var squareRoot: Scalar { map({ $0.squareRoot() }, slope: { 0.5 / $0.squareRoot() }) }
  package var exp: Scalar { map(Foundation.exp, slope: Foundation.exp) }
  package var magnitude: Scalar { map(abs, slope: { $0 < 0 ? -1 : 1 }) }
  package var logistic: Scalar { map(sigmoid, slope: { sigmoid($0) * (1 - sigmoid($0)) }) }
}
