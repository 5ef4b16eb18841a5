import Dashboard
import Foundation
import Screen
import Telemetry

/// Made-up explanations of a made-up run's answer, the same every time.
struct ExplanationFixture {
  var run = RunFixture(inputs: ["lateral offset", "curvature", "speed", "yaw rate"])
  var step: Int?
  var output = 0
  var hasDetails = true
  /// NaN, infinities and arrays of the wrong lengths where numbers should be.
  var isBroken = false

  /// How far the parts by input miss the change.
  static let residual: Float = 0.0012

  var inputParts: [Float] { run.inputs.indices.map { 0.6 * cos(Float($0) * 2.1 + 0.3) / Float($0 + 1) } }

  var explanation: Explanation {
    let change = inputParts.reduce(0, +) - Self.residual
    let direct = run.inputs.indices.map { 0.02 * sin(Float($0) + 1) }
    let raw = (0..<run.neurons).map { sin(Float($0) * 1.7 + 0.5) / Float($0 + 1) }
    // Shifted so that all of them together are the change.
    let shift = (change - direct.reduce(0, +) - raw.reduce(0, +)) / Float(max(1, run.neurons))
    var explanation = Explanation(
      step: step, output: output, answer: 0.02 + change, baseline: 0.02, inputParts: inputParts,
      lagParts: lagParts, neuronParts: raw.map { $0 + shift }, directParts: direct,
      details: hasDetails ? details : nil)
    if isBroken {
      explanation.answer = .nan
      explanation.inputParts = [.infinity, .nan]
      explanation.lagParts = explanation.lagParts.dropLast(3).map { $0 < 0 ? .nan : .infinity }
      explanation.neuronParts = [-.infinity, .nan] + explanation.neuronParts
      explanation.details?.intrinsic = [.nan, .infinity]
      explanation.details?.modulation = [.nan]
      explanation.details?.effects = [
        InterventionEffect(target: .neuron(9_999), change: .nan, typicalChange: .infinity),
        InterventionEffect(target: .input(-1), change: -.infinity, typicalChange: .nan),
      ]
    }
    return explanation
  }

  /// What came long ago counts less.
  private var lagParts: [Float] {
    let weights = (0..<run.steps).map { exp(-Float($0) / 9) }
    let sum = weights.reduce(0, +)
    return weights.enumerated().flatMap { lag, weight in
      inputParts.enumerated().map { channel, part in
        part * weight / sum + 0.02 * sin(Float(lag * (channel + 1)) * 0.4) * weight
      }
    }
  }

  private var details: ExplanationDetails {
    var intrinsic = [Float](repeating: 0, count: run.neurons * run.neurons)
    var inputs = [Float](repeating: 0, count: run.neurons * run.inputs.count)
    var modulation = inputs
    for (index, synapse) in run.synapses.enumerated() {
      let value = 3 * sin(Float(index) * 2.3)
      if synapse.isSensory {
        inputs[synapse.target * run.inputs.count + synapse.source] = value
        modulation[synapse.target * run.inputs.count + synapse.source] = -value.magnitude / 2
      } else {
        intrinsic[synapse.target * run.neurons + synapse.source] = value
      }
    }
    for neuron in 0..<run.neurons { intrinsic[neuron * run.neurons + neuron] = -9 - Float(neuron % 5) }
    let targets =
      run.inputs.indices.map(InterventionEffect.Target.input)
      + (0..<run.neurons).map(InterventionEffect.Target.neuron)
    let effects = targets.enumerated().map { index, target in
      let change = 0.3 * cos(Float(index) * 1.3) / Float(index + 1)
      return InterventionEffect(target: target, change: change, typicalChange: change.magnitude * 0.8 + 0.01)
    }
    return ExplanationDetails(
      intrinsic: intrinsic, inputs: inputs, modulation: modulation, effects: effects)
  }

  var frame: Frame {
    var frame = run.frame()
    frame.probe.explanation = explanation
    return frame
  }

  /// A dashboard that shows why.
  func dashboard(mode: SourceMode = .live, glyphs: GlyphSet = .braille) -> DashboardState {
    var state = DashboardState.fixture(run, mode: mode, frame: frame, glyphs: glyphs)
    state.press("7")
    return state
  }
}
