import Foundation

/// Points and weights of the Gauss-Legendre rule on 0 ... 1, exact for polynomials below the degree 2 n.
///
/// Source: Press et al., "Numerical Recipes", section 4.6 (the roots of the Legendre polynomials by Newton's method).
struct GaussLegendre {
  let points: [Double]
  let weights: [Double]

  /// - Parameter count: at least 1.
  init(count: Int) {
    var (points, weights) = ([Double](), [Double]())
    for index in 0..<count {
      var x = cos(.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
      var slope = 0.0
      for _ in 0..<100 {
        let value: Double
        (value, slope) = Self.legendre(count, at: x)
        let step = value / slope
        x -= step
        if step.magnitude < 1e-15 { break }
      }
      points.append((1 - x) / 2)
      weights.append(1 / ((1 - x * x) * slope * slope))
    }
    (self.points, self.weights) = (points, weights)
  }

  /// A Legendre polynomial and its derivative.
  private static func legendre(_ degree: Int, at x: Double) -> (value: Double, slope: Double) {
    var (before, value) = (1.0, x)
    for n in stride(from: 2, through: degree, by: 1) {
      (before, value) = (value, (Double(2 * n - 1) * x * value - Double(n - 1) * before) / Double(n))
    }
    return (value, Double(degree) * (x * value - before) / (x * x - 1))
  }
}
