import Explanations
import Foundation
import Testing

@Suite struct DistributionsTests {
  /// From SciPy 1.17, `stats.f.sf`.
  @Test(arguments: [
    (1.0, 1.0, 1.0, 0.5), (3.84, 1, 1000, 0.0503209881221736), (2.5, 3, 20, 0.0888437519376892),
    (10, 5, 2, 0.0933980439248149), (0.2, 8, 40, 0.989219225221008), (30, 4, 500, 2.17867377766231e-22),
    (0.001, 2, 7, 0.999000642520564), (0, 2, 3, 1), (.infinity, 2, 3, 0),
  ])
  func tailsOfF(statistic: Double, first: Double, second: Double, expected: Double) {
    let tail = Distributions.fTail(statistic, degrees: (first, second))
    #expect((tail - expected).magnitude <= 1e-11 * expected)
  }

  /// From SciPy 1.17, `special.betainc`.
  @Test(arguments: [
    (0.5, 2.0, 3.0, 0.6875), (0.1, 0.5, 0.5, 0.204832764699133), (0.9, 10, 2, 0.6973568802),
    (0.3, 50, 100, 0.194551833772246), (0.999, 200, 0.5, 0.527244107025235), (0, 2, 3, 0), (1, 2, 3, 1),
  ])
  func incompleteBeta(x: Double, a: Double, b: Double, expected: Double) {
    #expect((Distributions.incompleteBeta(x, a: a, b: b) - expected).magnitude <= 1e-12)
  }

  /// From SciPy 1.17, `stats.t.sf`.
  @Test(arguments: [
    (0.0, 5.0, 0.5), (2, 10, 0.0366940173853702), (-1.5, 3, 0.884708067377589), (8, 60, 2.45013257397511e-11),
  ])
  func tailsOfStudent(statistic: Double, degrees: Double, expected: Double) {
    let tail = Distributions.studentTail(statistic, degrees: degrees)
    #expect((tail - expected).magnitude <= 1e-10 * expected)
  }

  @Test func whatIsFoundAmongManyTests() {
    // The limits of the procedure for five tests are .01, .02, .03, .04 and .05.
    #expect(FalseDiscovery.found([0.004, 0.9, 0.009, 0.015, 0.5]) == [true, false, true, false, false])
    #expect(FalseDiscovery.found([0.011, 0.9, 0.9, 0.9, 0.5]) == [false, false, false, false, false])
    // The second one is above its own limit, but the third is not.
    #expect(
      FalseDiscovery.found([0.001, 0.025, 0.029, 0.9, 0.9], level: 1) == [true, true, true, false, false])
    #expect(FalseDiscovery.found([.nan, 0.001]) == [false, true])
    #expect(FalseDiscovery.found([]).isEmpty)
  }
}
