import Liquid
import TestSupport
import Testing

@Suite struct OptimizerTests {
  static let all: [OptimizerOptions] = [
    .init(.adam), .init(.adam, weightDecay: 0.1), .init(.adamW), .init(.sgd), .init(.sgd, momentum: 0.9),
    .init(.sgd, momentum: 0.9, isNesterov: true), .init(.rmsProp), .init(.rmsProp, momentum: 0.5),
  ]

  private func layout(_ constraint: ParameterLayout.Constraint = .none) -> ParameterLayout {
    var layout = ParameterLayout()
    layout.append("a", shape: [2])
    layout.append("b", shape: [3], constraint: constraint)
    return layout
  }

  @Test
  func moveParametersAsTorchsDoStepByStep() throws {
    let cases = try TorchFixture.load().optimizers
    #expect(Set(cases.map(\.optimizer.kind)) == Set(OptimizerOptions.Kind.allCases))
    for fixture in cases {
      var optimizer = ChosenRule(fixture.optimizer.options, parameterCount: fixture.start.count)
      var parameters = fixture.start
      for (gradient, expected) in zip(fixture.gradients, fixture.expected) {
        optimizer.step(
          parameters: &parameters, gradient: gradient, learningRate: fixture.learningRate, layout: layout())
        for (value, exact) in zip(parameters, expected) {
          #expect(abs(Double(value) - exact) < 2e-6 * max(1, abs(exact)), "\(fixture.optimizer)")
        }
      }
    }
  }

  @Test(arguments: all)
  func goOnAfterTheyWereSavedAsIfTheyHadNotBeenBitForBit(_ options: OptimizerOptions) throws {
    try withSeeds(5) { seed, generator in
      var optimizer = ChosenRule(options, parameterCount: 5)
      var parameters: [Float] = [1, -2, 0.5, 0, 3]
      func step(_ optimizer: inout ChosenRule, _ parameters: inout [Float], _ gradient: [Float]) {
        optimizer.step(parameters: &parameters, gradient: gradient, learningRate: 0.1, layout: layout())
      }
      for _ in 0..<3 { step(&optimizer, &parameters, generator.sequence(steps: 5, width: 1)) }
      var read = ChosenRule(options, parameterCount: 5)
      try read.restore(optimizer.state)
      var others = parameters
      #expect(read == optimizer, "seed \(seed)")
      for _ in 0..<3 {
        let gradient = generator.sequence(steps: 5, width: 1)
        step(&optimizer, &parameters, gradient)
        step(&read, &others, gradient)
      }
      #expect(read == optimizer && others == parameters, "seed \(seed)")
    }
  }

  @Test(arguments: all)
  func refuseAStateThatTheyCannotHaveLeftAndStayAsTheyAre(_ options: OptimizerOptions) throws {
    var optimizer = ChosenRule(options, parameterCount: 5)
    var parameters: [Float] = [1, -2, 0.5, 0, 3]
    optimizer.step(
      parameters: &parameters, gradient: [1, 2, -3, 4, 5], learningRate: 0.1, layout: layout())
    let good = optimizer.state
    var bad = [OptimizerState(vectors: [:]), OptimizerState(count: -1, vectors: good.vectors)]
    for (name, values) in good.vectors {
      func changed(_ change: (inout OptimizerState) -> Void) {
        var state = good
        change(&state)
        bad.append(state)
      }
      changed { $0.vectors[name] = values.dropLast() }
      changed { $0.vectors[name] = nil }
      changed { $0.vectors["more"] = values }
      changed { $0.vectors[name]?[3] = .nan }
      if name == "mean_square" { changed { $0.vectors[name]?[3] = -1 } }
    }
    var infinite = good
    for name in good.vectors.keys { infinite.vectors[name]?[0] = .infinity }
    for state in bad {
      #expect(throws: OptimizerStateError.self, "\(state)") { try optimizer.restore(state) }
      #expect(optimizer.state == good)
    }
    try optimizer.restore(infinite)
    #expect(optimizer.state == infinite)
  }

  @Test(arguments: all)
  func leaveATensorWithTheFactor0AsItIsBitForBitAndScaleTheStepsOfOthers(_ options: OptimizerOptions) throws {
    let layout = layout(.positive)
    // Below the floor of its constraint, and no number.
    let start: [Float] = [1, 2, -1, .nan, 3]
    var (parameters, slower, whole) = (start, start, start)
    func step(_ parameters: inout [Float], _ factors: RateFactors) {
      var optimizer = ChosenRule(options, parameterCount: 5)
      optimizer.step(
        parameters: &parameters, gradient: [1, -1, 1, 1, 1], learningRate: 0.125, layout: layout,
        factors: factors)
    }
    step(&parameters, try RateFactors(["b": 0], layout: layout))
    step(&slower, try RateFactors(["b": 0, "a": 0.5], layout: layout))
    step(&whole, .uniform)
    #expect(parameters[2...].map(\.bitPattern) == start[2...].map(\.bitPattern))
    #expect(Array(parameters[..<2]) == Array(whole[..<2]))
    #expect(whole[2] == ParameterLayout.Constraint.positiveFloor && whole[4] < 3)
    let moved = zip(slower[..<2], start).map { $0 - $1 }
    for (half, full) in zip(moved, zip(whole, start).map({ $0 - $1 })) {
      #expect(abs(half - full / 2) < 1e-6 && half != 0)
    }
  }

  @Test(arguments: all)
  func keepTheirStateWhereItIsAStepCopiesNoArray(_ options: OptimizerOptions) {
    var optimizer = ChosenRule(options, parameterCount: 5)
    var parameters = [Float](repeating: 1, count: 5)
    let layout = layout()
    let before = addresses(optimizer)
    for _ in 0..<3 {
      optimizer.step(
        parameters: &parameters, gradient: [1, 2, 3, 4, 5], learningRate: 0.1, layout: layout)
    }
    #expect(addresses(optimizer) == before && !before.isEmpty)
  }

  /// Where the arrays of an optimiser's state lie.
  private func addresses(_ value: Any) -> [Int] {
    if let array = value as? [Float] {
      return array.withUnsafeBufferPointer { [Int(bitPattern: $0.baseAddress)] }
    }
    return Mirror(reflecting: value).children.flatMap { addresses($0.value) }
  }
}
