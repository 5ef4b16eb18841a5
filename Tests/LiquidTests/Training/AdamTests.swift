import Liquid
import Testing

@Suite struct AdamTests {
  private func layout(_ constraint: ParameterLayout.Constraint = .none) -> ParameterLayout {
    var layout = ParameterLayout()
    layout.append("x", shape: [2], constraint: constraint)
    return layout
  }

  @Test
  func movesEachParameterByTheLearningRateInItsFirstStepWhateverTheGradientsSize() {
    var adam = Adam(parameterCount: 2)
    var parameters: [Float] = [1, 1]
    adam.step(parameters: &parameters, gradient: [1000, -0.001], learningRate: 0.1, layout: layout())
    #expect(abs(parameters[0] - 0.9) < 1e-6)
    #expect(abs(parameters[1] - 1.1) < 1e-5)
  }

  // By hand with gradients 1, then 3: m1 = 0.1, v1 = 0.001; m2 = 0.39, v2 = 0.009999.
  // m2 / (1 - 0.9^2) = 2.052632, v2 / (1 - 0.999^2) = 5.002001, so the second step is 0.1 * 2.052632 / 2.236516.
  @Test
  func correctsTheBiasOfItsMeansAsWorkedOutByHand() {
    var adam = Adam(parameterCount: 2)
    var parameters: [Float] = [0, 0]
    adam.step(parameters: &parameters, gradient: [1, 0], learningRate: 0.1, layout: layout())
    adam.step(parameters: &parameters, gradient: [3, 0], learningRate: 0.1, layout: layout())
    #expect(abs(adam.first[0] - 0.39) < 1e-6)
    #expect(abs(adam.second[0] - 0.009999) < 1e-7)
    #expect(abs(parameters[0] - (-0.1 - 0.0917781)) < 1e-5)
    #expect(parameters[1] == 0)
  }

  @Test
  func leavesConstrainedParametersWhereTheirConstraintAllows() {
    var adam = Adam(parameterCount: 2)
    var parameters: [Float] = [0.05, 0.05]
    adam.step(
      parameters: &parameters, gradient: [1, -1], learningRate: 0.1, layout: layout(.nonNegative))
    #expect(parameters[0] == 0)
    #expect(abs(parameters[1] - 0.15) < 1e-6)
    parameters = [0.05, 0.05]
    layout(.positive).project(&parameters)
    #expect(parameters == [0.05, 0.05])
    parameters = [-1, 0]
    layout(.positive).project(&parameters)
    #expect(
      parameters == [ParameterLayout.Constraint.positiveFloor, ParameterLayout.Constraint.positiveFloor])
  }

  @Test
  func goesOnAfterItWasSavedAsIfItHadNotBeen() {
    var parameters: [Float] = [1, 2]
    var adam = Adam(parameterCount: 2)
    adam.step(parameters: &parameters, gradient: [1, 2], learningRate: 0.1, layout: layout())
    var (copy, other) = (adam, parameters)
    adam.step(parameters: &parameters, gradient: [2, -1], learningRate: 0.1, layout: layout())
    copy.step(parameters: &other, gradient: [2, -1], learningRate: 0.1, layout: layout())
    #expect(parameters == other && adam == copy)
  }
}

@Suite struct GradientClippingTests {
  @Test
  func scalesALongerGradientToTheLimitAndReturnsItsNormBefore() {
    var gradient: [Float] = [3, 4]
    #expect(clipGlobalNorm(&gradient, to: 1) == 5)
    #expect(abs(gradient[0] - 0.6) < 1e-6 && abs(gradient[1] - 0.8) < 1e-6)
  }

  @Test
  func leavesAShorterGradientAndAnyWithoutALimitAsItIs() {
    var gradient: [Float] = [3, 4]
    #expect(clipGlobalNorm(&gradient, to: 6) == 5 && gradient == [3, 4])
    #expect(clipGlobalNorm(&gradient, to: nil) == 5 && gradient == [3, 4])
  }

  @Test
  func doesNotOverflowForGradientsWhoseSquaresDo() {
    var gradient: [Float] = [3e30, 4e30]
    #expect(abs(clipGlobalNorm(&gradient, to: 5) / 5e30 - 1) < 1e-6)
    #expect(abs(gradient[0] - 3) < 1e-5 && abs(gradient[1] - 4) < 1e-5)
  }
}
