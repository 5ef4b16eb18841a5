import Explanations
import Liquid
import Testing

@Suite struct LeastSquaresTests {
  @Test(arguments: 0..<20)
  func residualsAreAtRightAnglesToPredictors(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let count = 1 + seed % 6
    let predictors = (0..<count).map { _ in (0..<30).map { _ in generator.normal() } }
    let response = (0..<30).map { _ in generator.normal() }
    let fit = LeastSquares(predictors: predictors, responses: [response])
    let residuals = residuals(fit.coefficients[0], predictors, response)
    for predictor in predictors { #expect(dot(predictor, residuals).magnitude < 1e-10) }
    #expect((fit.residualSums[0] - dot(residuals, residuals)).magnitude < 1e-10)
    #expect(fit.rank == count)
  }

  @Test(arguments: 0..<20)
  func leavingOutIsFittingWithout(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let predictors = (0..<5).map { _ in (0..<25).map { _ in generator.normal() } }
    let response = (0..<25).map { _ in generator.normal() }
    let left = Set([seed % 5, seed / 5])
    let fit = LeastSquares(predictors: predictors, responses: [response])
    let kept = predictors.indices.filter { !left.contains($0) }.map { predictors[$0] }
    let expected = LeastSquares(predictors: kept, responses: [response]).residualSums[0]
    #expect((fit.residualSum(ofResponse: 0, leavingOut: left) - expected).magnitude < 1e-10)
  }

  @Test func predictorsThatDependOnOthersGetNothing() {
    let one: [Double] = [1, 2, 3, 4, 5]
    let fit = LeastSquares(
      predictors: [one, one.map { 2 * $0 }, Array(repeating: 0, count: 5), [1, 1, 1, 1, 1]],
      responses: [[3, 5, 7, 9, 11]])
    #expect(fit.rank == 2)
    #expect(fit.coefficients[0][1] == 0 && fit.coefficients[0][2] == 0)
    #expect((fit.coefficients[0][0] - 2).magnitude < 1e-12 && (fit.coefficients[0][3] - 1).magnitude < 1e-12)
    #expect(fit.residualSums[0] < 1e-20)
  }

  @Test func moreCoefficientsThanRowsFitExactly() {
    let fit = LeastSquares(predictors: [[1, 0], [0, 1], [1, 1]], responses: [[4, 5]])
    #expect(fit.rank == 2 && fit.residualSums[0] < 1e-20)
  }

  private func residuals(_ coefficients: [Double], _ predictors: [[Double]], _ response: [Double]) -> [Double]
  {
    response.indices.map { row in
      response[row] - zip(coefficients, predictors).reduce(0) { $0 + $1.0 * $1.1[row] }
    }
  }

  private func dot(_ one: [Double], _ other: [Double]) -> Double {
    zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
