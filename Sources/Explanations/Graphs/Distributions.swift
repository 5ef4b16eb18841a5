import Foundation

/// Tails of the distributions that tests compare with.
package enum Distributions {
  /// The chance that a value of the F distribution is at least `statistic`.
  ///
  /// Source: NIST Digital Library of Mathematical Functions, 8.17.
  /// - Parameter degrees: of the numerator and of the denominator, above 0.
  /// - Returns: NaN where the statistic is NaN.
  package static func fTail(_ statistic: Double, degrees: (Double, Double)) -> Double {
    precondition(degrees.0 > 0 && degrees.1 > 0, "\(degrees) degrees of freedom")
    guard statistic > 0 else { return statistic.isNaN ? .nan : 1 }
    guard statistic.isFinite else { return 0 }
    let x = degrees.1 / (degrees.1 + degrees.0 * statistic)
    return incompleteBeta(x, a: degrees.1 / 2, b: degrees.0 / 2)
  }

  /// The chance that a value of Student's t distribution is at least `statistic`.
  ///
  /// - Parameter degrees: above 0.
  package static func studentTail(_ statistic: Double, degrees: Double) -> Double {
    let half = fTail(statistic * statistic, degrees: (1, degrees)) / 2
    return statistic < 0 ? 1 - half : half
  }

  /// The regularised incomplete beta function I_x(a, b), to about fourteen digits.
  ///
  /// Source: the continued fraction 8.17.22 of the NIST Digital Library of Mathematical Functions, evaluated from the
  /// front as Lentz (1976) and Thompson and Barnett (1986) do.
  /// - Parameters:
  ///   - x: 0 to 1.
  ///   - a: above 0.
  ///   - b: above 0.
  package static func incompleteBeta(_ x: Double, a: Double, b: Double) -> Double {
    precondition((0...1).contains(x) && a > 0 && b > 0, "I_\(x)(\(a), \(b))")
    if x == 0 || x == 1 { return x }
    // The fraction converges fast below the mean; above, the function is mirrored.
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, a: b, b: a) }
    let logFactor = a * log(x) + b * log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)
    return exp(logFactor) / (a * betaFraction(x, a, b))
  }

  /// The logarithm of the gamma function of a positive number, to about fourteen digits.
  ///
  /// Source: Stirling's series, 5.11.1 of the NIST Digital Library of Mathematical Functions, above 15; below, the recurrence
  /// 5.5.1 leads there. The C library's function writes to a variable that all threads share.
  private static func logGamma(_ x: Double) -> Double {
    var (x, sum) = (x, 0.0)
    while x < 15 {
      sum -= log(x)
      x += 1
    }
    var series = 0.0
    for divisor in [1188.0, -1680, 1260, -360, 12] { series = series / (x * x) + 1 / divisor }
    sum += (x - 0.5) * log(x) - x
    sum += log(2 * Double.pi) / 2
    return sum + series / x
  }

  /// 1 + d1 / (1 + d2 / (1 + …)).
  private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    var (value, c, d) = (1.0, 1.0, 0.0)
    for term in 1...10_000 {
      let m = Double(term / 2)
      let numerator =
        term.isMultiple(of: 2)
        ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / awayFromZero(1 + numerator * d)
      c = awayFromZero(1 + numerator / c)
      value *= c * d
      if (c * d - 1).magnitude < 1e-15 { break }
    }
    return value
  }

  private static func awayFromZero(_ value: Double) -> Double { value.magnitude < 1e-300 ? 1e-300 : value }
}

/// Which of many tests are taken to have found something.
package enum FalseDiscovery {
  /// The tests whose p is below `level`, and which the procedure of Benjamini and Hochberg (1995) rejects at a false
  /// discovery rate of `rate` among all of them.
  ///
  /// - Parameter pValues: NaN counts as 1.
  package static func found(_ pValues: [Double], level: Double = 0.01, rate: Double = 0.05) -> [Bool] {
    let sound = pValues.map { $0.isNaN ? 1 : $0 }
    var limit = -Double.infinity
    for (rank, p) in sound.sorted().enumerated()
    where p <= rate * Double(rank + 1) / Double(sound.count) { limit = p }
    return sound.map { $0 <= limit && $0 < level }
  }
}
