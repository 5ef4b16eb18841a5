import Explanations
import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct IntegratedGradientsTests {
  @Test(arguments: NetworkVariant.all)
  func thePartsSumToTheChange(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 31)
    let model = try variant.model(&generator)
    let gradients = IntegratedGradients(model: model)
    let masks = (model.cell as? GRUD)?.options.masked.map(\.mask) ?? []
    for output in 0..<2 {
      let sequence = generator.explained(inputs: model.cell.wiring.inputs, steps: 7, masks: masks)
      let parts = gradients.attribution(of: sequence, output: output)
      let scale = max(parts.change.magnitude, 0.02)
      #expect(parts.residual.magnitude <= 0.01 * scale, "\(parts.residual) of \(parts.change)")
      #expect(parts.stepResidual.magnitude <= 0.01 * scale, "\(parts.stepResidual) of \(parts.change)")
      let outputs = try model.outputs(SequenceBatch(inputs: [sequence.rows], elapsed: [sequence.elapsed]))
      #expect(abs(parts.answer - Double(outputs[0][6][output])) < 1e-5)
    }
  }

  @Test func anInputThatIsAtItsBaselineHasNoPart() throws {
    var generator = SeededGenerator(seed: 32)
    let model = try #require(NetworkVariant.all.first).model(&generator)
    let sequence = generator.explained(inputs: 3, steps: 5)
    var inputs = sequence.inputs
    for step in 0..<5 { inputs[step * 3 + 1] = 0 }
    let parts = IntegratedGradients(model: model).attribution(
      of: ExplainedSequence(inputs: inputs, elapsed: sequence.elapsed), output: 0)
    #expect(parts.partsOfInputs[1] == 0 && parts.directParts[1] == 0)
    #expect(parts.partsOfInputs[0] != 0)
  }

  /// A network that is linear in one input: the part is the weight times the distance.
  @Test func onAStraightLineThePartIsTheSlopeTimesTheWay() throws {
    let wiring = try Wiring(
      kind: "line", inputs: 2, outputs: 1, layers: [.motor], synapses: [],
      sensorySynapses: [.init(source: 0, target: 0, polarity: 1), .init(source: 1, target: 0, polarity: 1)])
    var model = Model(cell: try CfC(wiring: wiring, options: .init(mode: .noGate)), seed: 1)
    for name in ["ff2_sensory_w", "ff2_b", "ff1_b", "time_a_sensory_w", "time_b_sensory_w"] {
      model[parameter: name] = model[parameter: name].map { _ in 0 }[...]
    }
    // Far below where tanh bends.
    model[parameter: "ff1_sensory_w"] = [0.02, -0.01]
    let parts = IntegratedGradients(model: model).attribution(
      of: ExplainedSequence(inputs: [0.5, 0.5], elapsed: [1]), output: 0)
    #expect(abs(parts.partsOfInputs[0] - 0.01) < 1e-5)
    #expect(abs(parts.partsOfInputs[1] + 0.005) < 1e-5)
  }

  @Test func aMeanOverAllStepsIsExplained() throws {
    var generator = SeededGenerator(seed: 33)
    let model = try #require(NetworkVariant.all.first).model(&generator)
    let sequence = generator.explained(inputs: 3, steps: 6)
    let whole = ExplainedSequence(
      inputs: sequence.inputs, elapsed: sequence.elapsed, averagesOutputs: true)
    let parts = IntegratedGradients(model: model).attribution(of: whole, output: 0)
    #expect(parts.residual.magnitude <= 0.01 * max(parts.change.magnitude, 0.02))
  }
}

extension SeededGenerator {
  /// - Parameter masks: the channels that are 0 or 1.
  fileprivate mutating func explained(inputs: Int, steps: Int, masks: [Int] = []) -> ExplainedSequence {
    ExplainedSequence(
      inputs: (0..<steps * inputs).map { index in
        masks.contains(index % inputs) ? (uniform() < 0.5 ? 0 : 1) : Float(normal())
      },
      elapsed: (0..<steps).map { _ in Float(uniform(0.2, 2)) })
  }
}

extension ExplainedSequence {
  fileprivate var rows: [[Float]] {
    (0..<steps).map { Array(inputs[$0 * width..<($0 + 1) * width]) }
  }
}
