import Telemetry

// Equality in which NaN equals NaN, and traces may differ by the documented precision.

func same(_ left: Double, _ right: Double) -> Bool { left == right || (left.isNaN && right.isNaN) }

func same(_ left: Validation?, _ right: Validation?) -> Bool {
  guard let left, let right else { return left == nil && right == nil }
  return same(left.loss, right.loss) && same(left.metric, right.metric)
}

func same(_ left: StepScalars, _ right: StepScalars) -> Bool {
  left.step == right.step && left.epoch == right.epoch && same(left.elapsed, right.elapsed)
    && same(left.loss, right.loss) && same(left.learningRate, right.learningRate)
    && same(left.gradientNorm, right.gradientNorm) && same(left.validation, right.validation)
}

func same(_ left: Outcome?, _ right: Outcome?) -> Bool {
  guard let left, let right else { return left == nil && right == nil }
  return left.state == right.state && left.steps == right.steps && same(left.elapsed, right.elapsed)
    && same(left.validation, right.validation) && same(left.test, right.test)
    && left.explanation == right.explanation && left.bestStep == right.bestStep
    && left.conditions == right.conditions
}

/// Exact, but for states, time constants and synapse readings: see `TraceCoding`.
func same(_ left: Frame, _ right: Frame) -> Bool {
  left.step == right.step && left.epoch == right.epoch && same(left.elapsed, right.elapsed)
    && left.state == right.state && same(left.learningRate, right.learningRate)
    && same(left.sequencesPerSecond, right.sequencesPerSecond) && left.remaining == right.remaining
    && left.probe.index == right.probe.index && left.probe.count == right.probe.count
    && same(left.probe.nominal, right.probe.nominal) && same(left.probe.perturbed, right.probe.perturbed)
    && same(left.probe.synapses, right.probe.synapses) && same(left.drive, right.drive)
    && same(left.stream, right.stream) && same(left.probe.explanation, right.probe.explanation)
    && left.probe.words == right.probe.words
    && "\(left.perturbations) \(left.perturbsTraining) \(left.interventions)"
      == "\(right.perturbations) \(right.perturbsTraining) \(right.interventions)"
}

private func same(_ left: Trace?, _ right: Trace?) -> Bool {
  guard let left, let right else { return left == nil && right == nil }
  return close(left.times, right.times) && close(left.inputs, right.inputs)
    && close(left.states, right.states, relative: 0x1p-11, absolute: 0x1p-25)
    && close(left.timeConstants, right.timeConstants, relative: 0x1p-11)
    && close(left.outputs, right.outputs) && close(left.targets, right.targets)
    && close(figures(left), figures(right))
}

func same(_ left: StreamStatus?, _ right: StreamStatus?) -> Bool {
  guard var left, var right else { return left == nil && right == nil }
  let ratios = (left.timeConstantRatios, right.timeConstantRatios)
  (left.timeConstantRatios, right.timeConstantRatios) = ([], [])
  // As words, in which NaN equals NaN and every other number only itself.
  return "\(left)" == "\(right)" && close(ratios.0, ratios.1, relative: 0x1p-11)
}

/// Exact, but for the parts by lag and the details: see `ExplanationCoding`.
func same(_ left: Explanation?, _ right: Explanation?) -> Bool {
  guard let left, let right else { return left == nil && right == nil }
  return left.step == right.step && left.output == right.output
    && close([left.answer, left.baseline], [right.answer, right.baseline])
    && close(left.inputParts, right.inputParts) && closeToLargest(left.lagParts, right.lagParts)
    && close(left.neuronParts, right.neuronParts) && close(left.directParts, right.directParts)
}

private func same(_ left: Drive?, _ right: Drive?) -> Bool {
  guard let left, let right else { return left == nil && right == nil }
  return close(left.road, right.road)
    && close([left.laneHalfWidth, left.duration], [right.laneHalfWidth, right.duration])
    && same(left.nominal, right.nominal) && same(left.perturbed, right.perturbed)
}

private func same(_ left: DrivenPath?, _ right: DrivenPath?) -> Bool {
  guard let left, let right else { return left == nil && right == nil }
  return close(left.times, right.times) && close(left.places, right.places)
    && close(left.offsets, right.offsets) && close(figures(left), figures(right))
}

private func figures(_ path: DrivenPath) -> [Float] {
  let figures = path.figures
  return [
    path.leftLane ?? .nan, figures.secondsInLane, figures.meanOffset, figures.largestOffset,
    figures.metresInLane, figures.wheelRate,
  ]
}

private func figures(_ trace: Trace) -> [Float] {
  trace.solverError.map { [$0.largest, $0.rootMeanSquare] } ?? []
}

private func same(_ left: SynapseReadings?, _ right: SynapseReadings?) -> Bool {
  guard let left, let right else { return left == nil && right == nil }
  return closeToLargest(left.weights, right.weights) && closeToLargest(left.currents, right.currents)
}

func closeToLargest(_ left: [Float], _ right: [Float]) -> Bool {
  let largest = left.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
  return close(left, right, relative: 0x1p-11, absolute: largest * 0x1p-39)
}

func close(_ left: [Float], _ right: [Float], relative: Float = 0, absolute: Float = 0) -> Bool {
  left.count == right.count
    && zip(left, right).allSatisfy {
      $0 == $1 || ($0.isNaN && $1.isNaN) || abs($0 - $1) <= max(absolute, relative * abs($0))
    }
}
