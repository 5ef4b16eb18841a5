import Foundation
import Liquid
import TestSupport
import Testing

/// Derivatives of steps, beside central differences of the same step as its equations read, in Double.
@Suite struct StepJacobianTests {
  @Test(arguments: NetworkVariant.all, [true, false])
  func areThoseOfTheStepWithinATenThousandthOfTheirRows(_ variant: NetworkVariant, isRegular: Bool)
    throws
  {
    try withSeeds(Thoroughness.cases(1)) { seed, generator in
      let model = try variant.model(&generator)
      let trajectory = try generator.trajectory(of: model, steps: 5, isRegular: isRegular)
      let (jacobians, reference) = (StepJacobians(model: model), try #require(ReferenceStep(model: model)))
      for step in 0..<trajectory.steps {
        let found = try jacobians.jacobian(at: step, of: trajectory)
        let (states, inputs) = (
          trajectory.states[step].map(Double.init), trajectory.inputs(at: step).map(Double.init)
        )
        let elapsed = Double(trajectory.elapsed[step])
        let expected = reference.jacobian(states, inputs: inputs, elapsed: elapsed)
        let excess = found.largestExcess(over: expected, except: reference.counts)
        #expect(excess <= 1, "seed \(seed), step \(step): \(excess) times what is allowed")
        let after = reference.advanced(states, inputs: inputs, elapsed: elapsed)
        #expect(zip(found.after, after).allSatisfy { (Double($0) - $1).magnitude < 1e-5 })
        #expect(zip(found.after, trajectory.states[step + 1]).allSatisfy { ($0 - $1).magnitude < 1e-5 })
      }
    }
  }

  @Test
  func hasMoreThanOneGroupOfLanesForLargeNetworks() throws {
    for variant in NetworkVariant.all where Thoroughness.includes(variant.name.count, oneOf: 4) {
      var generator = SeededGenerator(seed: 3)
      let model = try variant.model(&generator, inputs: 4, neurons: 19, outputs: 3)
      let trajectory = try generator.trajectory(of: model, steps: 2, isRegular: false)
      let found = try StepJacobians(model: model).jacobian(at: 1, of: trajectory)
      let reference = try #require(ReferenceStep(model: model))
      let expected = reference.jacobian(
        trajectory.states[1].map(Double.init), inputs: trajectory.inputs(at: 1).map(Double.init),
        elapsed: Double(trajectory.elapsed[1]))
      #expect(found.largestExcess(over: expected, except: reference.counts) <= 1, "\(variant)")
    }
  }

  @Test(arguments: NetworkVariant.all)
  func theMemoryOfSeveralStepsIsTheDerivativeThroughAllOfThem(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 5)
    let model = try variant.model(&generator)
    let trajectory = try generator.trajectory(of: model, steps: 6, isRegular: false)
    let memory = try StepJacobians(model: model).memory(of: trajectory, steps: 2..<5)
    let reference = try #require(ReferenceStep(model: model))
    #expect((memory.elapsed - Double(trajectory.elapsed[2..<5].reduce(0, +))).magnitude < 1e-5)
    let start = trajectory.states[2].map(Double.init)
    var largest = 0.0
    var worst = 0.0
    for source in start.indices where !reference.counts.contains(source) {
      let column = centralDifferences(at: start, coordinate: source) { states in
        (2..<5).reduce(states) {
          reference.advanced(
            $0, inputs: trajectory.inputs(at: $1).map(Double.init), elapsed: Double(trajectory.elapsed[$1]))
        }
      }
      for (target, value) in column.enumerated() where !reference.counts.contains(target) {
        largest = max(largest, value.magnitude)
        worst = max(worst, (memory.states[target, source] - value).magnitude)
      }
    }
    // Relative to the matrix: a row of a product is a small difference of large terms.
    #expect(worst <= 1e-4 * largest, "\(worst), \(largest)")
  }

  @Test
  func aLeakAloneHasItsTimeConstantAsTheTimeScaleOfItsMemory() throws {
    // dx/dt = -x / tau with RK4: lambda = e^(-dt / tau) up to the solver's error.
    let wiring = try Wiring.fullyConnected(inputs: 1, units: 3, outputs: 1, seed: 1)
    var model = Model(cell: try CTRNN(wiring: wiring, options: .init(unfolds: 20, solver: .rk4)), seed: 1)
    for tensor in ["w", "u", "b"] {
      model[parameter: tensor] = model[parameter: tensor].map { _ in 0 }[...]
    }
    model[parameter: "tau"] = [2, 0.5, 7]
    let trajectory = try StateTrajectory(
      model: model, inputs: [0, 0, 0, 0], elapsed: [0.5, 1, 0.25, 0.1])
    let memory = try StepJacobians(model: model).memory(of: trajectory, steps: 0..<4)
    let scales = try #require(memory.timeScales)
    #expect(zip(scales, [7, 2, 0.5]).allSatisfy { ($0 / $1 - 1).magnitude < 1e-4 }, "\(scales)")
    let step = try StepJacobians(model: model).jacobian(at: 3, of: trajectory)
    let rates = try #require(step.rates)
    for (neuron, tau) in [2, 0.5, 7].enumerated() {
      #expect((rates[neuron, neuron] - (exp(-0.1 / tau) - 1) / 0.1).magnitude < 1e-5)
    }
  }

  @Test
  func aStepOfNoTimeHasNoRatesAndNoStepsAtAllAreTheIdentity() throws {
    var generator = SeededGenerator(seed: 2)
    let model = try generator.model()
    let trajectory = try StateTrajectory(
      model: model, inputs: generator.sequence(steps: 2, width: 3), elapsed: [1, 0])
    let jacobians = StepJacobians(model: model)
    let still = try jacobians.jacobian(at: 1, of: trajectory)
    #expect(still.rates == nil && still.states == .identity(8))
    #expect(still.inputs.largestMagnitude == 0)
    let none = try jacobians.memory(of: trajectory, steps: 1..<1)
    #expect(none.states == .identity(8) && none.timeScales == Array(repeating: .infinity, count: 8))
  }

  @Test
  func refusesWhatIsNotOfTheNetwork() throws {
    var generator = SeededGenerator(seed: 2)
    let model = try generator.model()
    let jacobians = StepJacobians(model: model)
    let (states, inputs) = ([Float](repeating: 0.1, count: 8), [Float](repeating: 0.2, count: 3))
    let trajectory = try StateTrajectory(model: model, inputs: inputs, elapsed: [1])
    func refusal(_ body: () throws(NetworkError) -> StepJacobian) -> NetworkError? {
      do throws(NetworkError) {
        _ = try body()
        return nil
      } catch {
        return error
      }
    }
    func at(_ states: [Float], _ inputs: [Float], _ elapsed: Float) -> NetworkError? {
      refusal { () throws(NetworkError) in
        try jacobians.jacobian(states: states, inputs: inputs, elapsed: elapsed)
      }
    }
    #expect(at([0], inputs, 1) == .states(count: 1, expected: 8))
    #expect(at(states.dropLast() + [.nan], inputs, 1) == .stateNotFinite(index: 7))
    #expect(at(states, [1], 1) == .inputCount(1, expected: 3))
    #expect(at(states, [0, .infinity, 0], 1) == .inputNotFinite(channel: 1))
    #expect(at(states, inputs, -1) == .elapsedTime(-1))
    #expect(at(states, inputs, 1) == nil)
    for step in [-1, 1] {
      let error = refusal { () throws(NetworkError) in try jacobians.jacobian(at: step, of: trajectory) }
      #expect(error == .step(step, count: 1))
    }
    #expect(throws: NetworkError.inputCount(2, expected: 3)) {
      try StateTrajectory(model: model, inputs: [1, 2], elapsed: [1])
    }
    #expect(throws: NetworkError.elapsedTime(-1)) {
      try StateTrajectory(model: model, inputs: inputs, elapsed: [-1])
    }
  }
}

extension StepJacobian {
  /// The largest difference from what is expected, as a multiple of what is allowed: a ten-thousandth of the largest
  /// derivative of the same state. A state that hardly moves, by less than a hundredth of the one that moves most, is held
  /// against that hundredth: it is the product of numbers near 0 that a step in Float knows to 1e-7.
  ///
  /// - Parameters:
  ///   - expected: `[states after][states before, then inputs]`.
  ///   - counts: states whose derivatives say nothing.
  fileprivate func largestExcess(over expected: [[Double]], except counts: Range<Int>) -> Double {
    let largest = expected.map { row in row.reduce(0) { max($0, $1.magnitude) } }
    let least = (largest.max() ?? 0) / 100
    var excess = 0.0
    for (target, row) in expected.enumerated() where !counts.contains(target) {
      let allowed = 1e-4 * max(largest[target], least)
      for (source, pair) in zip(states.row(target) + inputs.row(target), row).enumerated()
      where !counts.contains(source) {
        let (own, value) = pair
        let difference = (own - value).magnitude
        guard difference.isFinite else { return .infinity }
        excess = max(excess, difference == 0 ? 0 : difference / allowed)
      }
    }
    return excess
  }
}

extension SeededGenerator {
  /// A sequence of random inputs in steps of the time 1, or of different times, some of them 0.
  mutating func trajectory(of model: Model, steps: Int, isRegular: Bool) throws -> StateTrajectory {
    let rows = rows(steps: steps, inputs: model.cell.wiring.inputs)
    return try StateTrajectory(
      model: model, inputs: rows.flatMap(\.inputs), elapsed: rows.map { isRegular ? 1 : $0.elapsed })
  }
}
