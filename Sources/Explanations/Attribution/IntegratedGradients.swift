import Liquid

/// Attributes an output to the inputs by integrated gradients over time, and to the neurons by those of the last step.
///
///     let parts = IntegratedGradients(model: model).attribution(of: sequence, output: 0)
///
/// With inputs u on the straight path from a baseline u0, the part of input k at step t is
///
///     (u_k(t) - u0_k(t)) times the mean over the path of dy / du_k(t)
///
/// and all parts together are y(u) - y(u0) (completeness). The path's mean is taken by the Gauss-Legendre rule with as many
/// points as bring the parts' sum within the tolerance. Categories that a network embeds are on that path as their
/// vectors, from zeros, and their part is that of all elements of the vector. The parts of neurons are those of the map
/// that the last step makes, from the states and inputs on the baseline to those that were there.
/// Source: Sundararajan, Taly and Yan, "Axiomatic attribution for deep networks", ICML 2017.
package final class IntegratedGradients {
  private let network: DisturbedNetwork
  /// Behind the embedding, where there is one.
  private let model: Model
  private let embedded: EmbeddedModel?
  private let mostPoints: Int

  /// Of the change that the parts may miss.
  private static let tolerance = 0.005
  /// Points on the path, in turn until the tolerance is met, all of them where a path crosses bends, as those of a decay
  /// that is never above 1: whole shards.
  private static let pointCounts = [16, 64, 256, 1024]

  /// - Parameter mostPoints: on a path: what a reading may cost; at least 16.
  package init(model: Model, mostPoints: Int = 1024) {
    embedded = EmbeddedModel(model)
    self.model = embedded?.model ?? model
    self.mostPoints = mostPoints
    network = DisturbedNetwork(model: self.model)
  }

  /// The raw outputs of a sequence's last step.
  package func outputs(of sequence: ExplainedSequence) -> [Float] {
    network.outputs(seen(sequence).batch(at: [1])).suffix(model.network.outputWidth)
  }

  /// Explains the output of a sequence's last step.
  package func attribution(of sequence: ExplainedSequence, output: Int) -> Attribution {
    let found = attribution(ofSeen: seen(sequence), output: output)
    guard let embedded else { return found }
    return Attribution(
      answer: found.answer, baseline: found.baseline, inputParts: embedded.sums(found.inputParts),
      neuronParts: found.neuronParts, directParts: embedded.sums(found.directParts),
      sensitivity: embedded.derivatives(found.sensitivity), steps: found.steps)
  }

  /// A sequence of what the first layer sees.
  private func seen(_ sequence: ExplainedSequence) -> ExplainedSequence {
    guard let embedded else { return sequence }
    return ExplainedSequence(
      inputs: embedded.seen(sequence.inputs), baseline: embedded.seenWithoutCategories(sequence.baseline),
      elapsed: sequence.elapsed, averagesOutputs: sequence.averagesOutputs)
  }

  private func attribution(ofSeen sequence: ExplainedSequence, output: Int) -> Attribution {
    let width = model.network.outputWidth
    precondition((0..<width).contains(output), "output \(output) of \(width)")
    var weights = [Float](repeating: 0, count: sequence.steps * width)
    weights[(sequence.steps - 1) * width + output] = 1
    let ends = network.derivatives(sequence.batch(at: [0, 1]), weights: weights)
    let place = (sequence.steps - 1) * width + output
    let (baseline, answer) = (
      Double(ends.outputs[place]), Double(ends.outputs[sequence.steps * width + place])
    )
    let (neuronParts, directParts) = stepParts(sequence, output: output, change: answer - baseline)
    return Attribution(
      answer: answer, baseline: baseline,
      inputParts: inputParts(sequence, weights: weights, change: answer - baseline),
      neuronParts: neuronParts, directParts: directParts,
      sensitivity: Array(ends.inputs[sequence.inputs.count...]), steps: sequence.steps)
  }

  private func inputParts(
    _ sequence: ExplainedSequence, weights: [Float], change: Double
  ) -> [Float] {
    integrate(change: change) { points in
      let found = network.derivatives(sequence.batch(at: points.points), weights: weights)
      let count = sequence.inputs.count
      return (0..<count).map { index in
        let mean = points.mean { found.inputs[$0 * count + index] }
        return mean * Double(sequence.inputs[index] - sequence.baseline[index])
      }
    }
  }

  /// The parts of the states before the last step and of its inputs; of all steps where an output is a mean over them,
  /// there is no such step, and nothing is attributed.
  private func stepParts(
    _ sequence: ExplainedSequence, output: Int, change: Double
  ) -> (neurons: [Float], direct: [Float]) {
    let (neurons, width) = (model.network.wiring.neurons, sequence.width)
    guard !sequence.averagesOutputs else {
      return (Array(repeating: 0, count: neurons), Array(repeating: 0, count: width))
    }
    let count = network.stateCount
    var states = [Float](repeating: 0, count: 2 * count)
    if sequence.steps > 1 {
      states = network.statesAfter(sequence.prefix(sequence.steps - 1).batch(at: [0, 1]))
    }
    let last = sequence.steps - 1
    let step = ExplainedSequence(
      inputs: Array(sequence.inputs[(last * width)...]),
      baseline: Array(sequence.baseline[(last * width)...]),
      elapsed: [sequence.elapsed[last]])
    var weights = [Float](repeating: 0, count: model.network.outputWidth)
    weights[output] = 1
    let parts = integrate(change: change) { points in
      let start = points.points.flatMap { share in
        (0..<count).map { states[$0] + Float(share) * (states[count + $0] - states[$0]) }
      }
      let found = network.derivatives(step.batch(at: points.points), weights: weights, from: start)
      let ofStates = (0..<count).map { index in
        points.mean { found.states[$0 * count + index] } * Double(states[count + index] - states[index])
      }
      let ofInputs = (0..<width).map { index in
        points.mean { found.inputs[$0 * width + index] } * Double(step.inputs[index] - step.baseline[index])
      }
      return ofStates + ofInputs
    }
    var (ofNeurons, ofInputs) = (Array(parts[..<neurons]), Array(parts[count...]))
    for state in neurons..<count {
      switch model.network.owner(ofState: state) {
      case .input(let input): ofInputs[input] += parts[state]
      case .neurons(let owners):
        for neuron in owners { ofNeurons[neuron] += parts[state] / Float(owners.count) }
      }
    }
    return (ofNeurons, ofInputs)
  }

  /// Sums over the path with more and more points, until the sum is the change.
  private func integrate(change: Double, _ parts: (PathPoints) -> [Double]) -> [Float] {
    var found: [Double] = []
    for count in Self.pointCounts where count <= max(mostPoints, Self.pointCounts[0]) {
      found = parts(PathPoints(count: count))
      let missed = (found.reduce(0, +) - change).magnitude
      // Float itself limits how near small differences of large parts can come.
      let largest = found.reduce(0) { $0 + $1.magnitude }
      if missed <= max(Self.tolerance * change.magnitude, 1e-5 * largest) { break }
    }
    return found.map(Float.init)
  }
}

/// The points on a path where gradients are taken.
private struct PathPoints {
  let points: [Double]
  private let weights: [Double]

  init(count: Int) {
    let rule = GaussLegendre(count: count)
    (points, weights) = (rule.points, rule.weights)
  }

  /// The mean over the path of a value that is known at each point.
  func mean(_ value: (Int) -> Float) -> Double {
    weights.indices.reduce(0) { $0 + weights[$1] * Double(value($1)) }
  }
}
