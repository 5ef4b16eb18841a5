import Liquid

/// Parameters on a tape, by name, and what single layers make of them.
package struct TapeWeights {
  let layout: ParameterLayout
  let values: [Scalar]

  subscript(name: String, place: Int) -> Scalar {
    values[layout[name].lowerBound + place]
  }

  /// Row `row` of a matrix times x, plus an element of a vector where one is named.
  func dense(_ name: String, row: Int, _ x: [Scalar], bias: String? = nil) -> Scalar {
    let weights = x.indices.map { self[name, row * x.count + $0] }
    let start = bias.map { self[$0, row] } ?? x[0] * 0
    return Scalar.dot(weights, x, plus: start)
  }

  func map(_ x: [Scalar], name: String, map: ChannelMap) -> [Scalar] {
    x.enumerated().map { place, x in
      switch map {
      case .affine: x * self[name + "_w", place] + self[name + "_b", place]
      case .linear: x * self[name + "_w", place]
      case .none: x
      }
    }
  }
}
