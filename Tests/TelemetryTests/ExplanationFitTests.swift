import Foundation
import Telemetry
import Testing

/// Which explanations and interventions a frame may carry.
@Suite struct ExplanationFitTests {
  private static let (inputs, neurons, outputs, steps) = (2, 3, 2, 5)

  private static let description = RunDescription(
    name: "run",
    task: TaskSummary(
      name: "task", kind: "regression", inputNames: ["a", "b"], outputNames: ["x", "y"], lossName: "mse",
      metricName: "mae", timeUnit: "s"),
    model: ModelSummary(
      cell: "ltc", wiring: "full", parameterCount: 1,
      neurons: (0..<neurons).map { NeuronSummary(name: "n\($0)", layer: "inter") },
      synapses: [SynapseSummary(isSensory: false, source: 0, target: 1)]),
    seed: 1, startedAt: Date(timeIntervalSince1970: 0), plannedSteps: nil, stepsPerEpoch: nil, batchSize: 1,
    programVersion: "1")

  private static func zeros(_ count: Int) -> [Float] { Array(repeating: 0, count: count) }

  private static let whole = Explanation(
    step: 4, output: 1, answer: .nan, baseline: .infinity, inputParts: zeros(inputs),
    lagParts: zeros(inputs * steps), neuronParts: zeros(neurons), directParts: zeros(inputs),
    details: ExplanationDetails(
      intrinsic: zeros(neurons * neurons), inputs: zeros(neurons * inputs),
      modulation: zeros(neurons * inputs),
      effects: [
        InterventionEffect(target: .input(1), change: .nan, typicalChange: 0),
        InterventionEffect(target: .neuron(2), change: 0, typicalChange: 0),
      ]))

  private func frame(_ explanation: Explanation?, steps: Int = steps) -> Frame {
    let zeros = Self.zeros
    let trace = Trace(
      times: zeros(steps), inputs: zeros(steps * Self.inputs), states: zeros(steps * Self.neurons),
      timeConstants: [], outputs: zeros(steps * Self.outputs), targets: [])
    return Frame(
      step: 1, epoch: 1, elapsed: 0, state: .training, learningRate: 1, sequencesPerSecond: 1, remaining: nil,
      probe: Probe(index: 0, count: 1, nominal: trace, explanation: explanation))
  }

  private func fits(_ change: (inout Explanation) -> Void) -> Bool {
    var explanation = Self.whole
    change(&explanation)
    return frame(explanation).fits(Self.description)
  }

  @Test func aWholeOneFitsWhateverItsValues() {
    #expect(fits { _ in })
    #expect(fits { $0.step = nil })
    #expect(fits { $0.details = nil })
    #expect(fits { $0.lagParts = [] })
    #expect(fits { $0.details?.modulation = [] })
    #expect(frame(nil).fits(Self.description))
  }

  @Test func anIndexWithoutAPlaceDoesNotFit() {
    for step in [-1, 5, .max, .min] { #expect(!fits { $0.step = step }, "\(step)") }
    for output in [-1, 2, .max] { #expect(!fits { $0.output = output }, "\(output)") }
    for target in [InterventionEffect.Target.input(2), .input(-1), .neuron(3), .neuron(-1)] {
      #expect(!fits { $0.details?.effects[0].target = target }, "\(target)")
    }
    #expect(!frame(Self.whole, steps: 4).fits(Self.description), "the step is beyond the end")
  }

  @Test func anArrayOfAnotherWidthDoesNotFit() {
    let arrays: [WritableKeyPath<Explanation, [Float]>] = [
      \.inputParts, \.lagParts, \.neuronParts, \.directParts,
    ]
    for array in arrays {
      #expect(!fits { $0[keyPath: array].append(0) })
      #expect(!fits { $0[keyPath: array].removeLast() })
    }
    let details: [WritableKeyPath<ExplanationDetails, [Float]>] = [\.intrinsic, \.inputs, \.modulation]
    for array in details {
      #expect(!fits { $0.details?[keyPath: array].append(0) })
      #expect(!fits { $0.details?[keyPath: array].removeLast() })
    }
    #expect(!fits { $0.lagParts += [0, 0] }, "more lags than steps")
  }

  @Test func nothingIsExplainedOfAnEmptyProbe() {
    var explanation = Self.whole
    (explanation.step, explanation.lagParts) = (nil, [])
    #expect(!frame(explanation, steps: 0).fits(Self.description))
  }

  @Test func interventionsNeedTheirTarget() {
    let cases: [(Intervention, Bool)] = [
      (.silence(neuron: 2), true), (.silence(neuron: 3), false), (.clamp(neuron: -1, value: 0), false),
      (.cut(synapse: 0), true), (.cut(synapse: 1), false), (.cut(synapse: -1), false),
    ]
    for (intervention, fits) in cases {
      var frame = frame(nil)
      frame.interventions = [intervention]
      #expect(frame.fits(Self.description) == fits, "\(intervention)")
    }
  }
}
