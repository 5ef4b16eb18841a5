/// An explicit Runge-Kutta method as data.
///
/// From y at time t, with steps of length h and stages i in turn:
///
///     k_i = f(t + c_i h, y + h sum_{j<i} a_ij k_j);   y' = y + h sum_i b_i k_i
///
/// Source of notation and conditions: Hairer, Nørsett, Wanner, "Solving ordinary differential equations I",
/// chapter II.
package struct ButcherTableau: Sendable, Hashable {
  /// Other weights for the same stages, of a lower order: the difference estimates the error of a step.
  package struct Embedded: Sendable, Hashable {
    package var weights: [Double]
    package var order: Int

    package init(weights: [Double], order: Int) {
      self.weights = weights
      self.order = order
    }
  }

  /// The weights as polynomials of the place within a step, from 0 to 1, so that the solution is known there too:
  /// y(t + s h) = y + h sum_i b_i(s) k_i with b_i(s) = sum_n coefficients[i][n] s^(n + 1).
  package struct Interpolant: Sendable, Hashable {
    package var coefficients: [[Double]]
    package var order: Int

    package init(coefficients: [[Double]], order: Int) {
      self.coefficients = coefficients
      self.order = order
    }

    /// The weights at a place within the step, `[stages]`.
    package func weights(at place: Double) -> [Double] {
      coefficients.map { row in row.reversed().reduce(0) { ($0 + $1) * place } }
    }
  }

  package var name: String
  /// Of convergence: the error of a solution falls with this power of the step.
  package var order: Int
  /// Stage i uses those before it: row i has i entries.
  package var a: [[Double]]
  package var b: [Double]
  package var c: [Double]
  package var embedded: Embedded?
  package var interpolant: Interpolant?

  package init(
    name: String, order: Int, a: [[Double]], b: [Double], c: [Double], embedded: Embedded? = nil,
    interpolant: Interpolant? = nil
  ) {
    self.name = name
    self.order = order
    self.a = a
    self.b = b
    self.c = c
    self.embedded = embedded
    self.interpolant = interpolant
  }

  package var stages: Int { b.count }

  /// Whether the last stage is the derivative at the step's end, which is the first stage of the next step.
  package var isFirstSameAsLast: Bool {
    guard let last = a.last, c.last == 1, stages > 1 else { return false }
    return last + [0] == b
  }
}

extension ButcherTableau {
  /// Euler's method, order 1.
  package static let euler = ButcherTableau(name: "Euler", order: 1, a: [[]], b: [1], c: [0])

  /// The classic method of Runge and Kutta, order 4.
  package static let rungeKutta4 = ButcherTableau(
    name: "RK4", order: 4, a: [[], [1 / 2], [0, 1 / 2], [0, 0, 1]], b: [1 / 6, 1 / 3, 1 / 3, 1 / 6],
    c: [0, 1 / 2, 1 / 2, 1])

  /// Order 5 with an embedded solution of order 4 and an interpolant of order 4 that is smooth across steps.
  ///
  /// Source: Dormand and Prince, "A family of embedded Runge-Kutta formulae", 1980; interpolant: Shampine, "Some
  /// practical Runge-Kutta formulas", 1986.
  package static let dormandPrince5 = ButcherTableau(
    name: "Dormand-Prince 5(4)", order: 5,
    a: [
      [],
      [1 / 5],
      [3 / 40, 9 / 40],
      [44 / 45, -56 / 15, 32 / 9],
      [19_372 / 6561, -25_360 / 2187, 64_448 / 6561, -212 / 729],
      [9017 / 3168, -355 / 33, 46_732 / 5247, 49 / 176, -5103 / 18_656],
      [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
    ],
    b: [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0],
    c: [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1],
    embedded: Embedded(
      weights: [
        5179 / 57_600, 0, 7571 / 16_695, 393 / 640, -92_097 / 339_200, 187 / 2100, 1 / 40,
      ], order: 4),
    interpolant: Interpolant(coefficients: shampine, order: 4))

  private static let shampine: [[Double]] = [
    [
      1, -8_048_581_381 / 2_820_520_608, 8_663_915_743 / 2_820_520_608, -12_715_105_075 / 11_282_082_432,
    ],
    [0, 0, 0, 0],
    [
      0, 131_558_114_200 / 32_700_410_799, -68_118_460_800 / 10_900_136_933,
      87_487_479_700 / 32_700_410_799,
    ],
    [0, -1_754_552_775 / 470_086_768, 14_199_869_525 / 1_410_260_304, -10_690_763_975 / 1_880_347_072],
    [
      0, 127_303_824_393 / 49_829_197_408, -318_862_633_887 / 49_829_197_408,
      701_980_252_875 / 199_316_789_632,
    ],
    [0, -282_668_133 / 205_662_961, 2_019_193_451 / 616_988_883, -1_453_857_185 / 822_651_844],
    [0, 40_617_522 / 29_380_423, -110_615_467 / 29_380_423, 69_997_945 / 29_380_423],
  ]
}
