import Telemetry

/// What tables and rankings need to know of a probe, computed once per frame instead of at every drawing.
struct ProbeDigest: Sendable {
  /// One for each neuron.
  var states: [SeriesDigest]
  var timeConstants: [SeriesDigest]
  /// How far the active perturbations and interventions move the curve of each neuron, output and input (RMS); empty
  /// where there are none.
  var neuronShifts: [Float] = []
  var outputShifts: [Float] = []
  var inputShifts: [Float] = []
  /// The largest distance of each output from its nominal curve; empty likewise.
  var outputMaxima: [Float] = []
  /// The standard deviation of each nominal output: the unit in which shifts are shown.
  var outputDeviations: [Float]
  /// Neurons, those whose state moves most over the probe first.
  var byActivity: [Int]
  /// Neurons, those that moved most first; empty likewise.
  var byShift: [Int] = []
  /// The smallest and largest finite positive time constant of all.
  var timeConstantRange: ClosedRange<Double>?

  init(probe: Probe, description: RunDescription) {
    let neurons = description.model.neurons.indices
    let nominal = probe.nominal
    states = neurons.map { SeriesDigest(nominal.state($0)) }
    timeConstants = neurons.map { SeriesDigest(nominal.timeConstant($0)) }
    let outputs = description.task.outputNames.indices
    outputDeviations = outputs.map { SeriesDigest(nominal.output($0)).deviation }
    let activity = states.map(\.deviation)
    byActivity = Self.descending(activity)
    timeConstantRange = Self.positiveRange(timeConstants)
    guard let perturbed = probe.perturbed else { return }
    neuronShifts = neurons.map { SeriesDigest.difference(nominal.state($0), perturbed.state($0)) }
    outputShifts = outputs.map { SeriesDigest.difference(nominal.output($0), perturbed.output($0)) }
    outputMaxima = outputs.map { SeriesDigest.largestDifference(nominal.output($0), perturbed.output($0)) }
    inputShifts = description.task.inputNames.indices.map {
      SeriesDigest.difference(nominal.input($0), perturbed.input($0))
    }
    byShift = Self.descending(neuronShifts)
  }

  func shift(ofNeuron neuron: Int) -> Float {
    neuronShifts.indices.contains(neuron) ? neuronShifts[neuron] : .nan
  }

  /// Indices by falling value, NaN last, ties in order.
  private static func descending(_ values: [Float]) -> [Int] {
    let keys = values.map { $0.isNaN ? -Float.infinity : $0 }
    return values.indices.sorted { keys[$0] != keys[$1] ? keys[$0] > keys[$1] : $0 < $1 }
  }

  private static func positiveRange(_ digests: [SeriesDigest]) -> ClosedRange<Double>? {
    var low = Double.infinity
    var high = 0.0
    for digest in digests where digest.maximum > 0 {
      high = max(high, Double(digest.maximum))
      if digest.minimum > 0 { low = min(low, Double(digest.minimum)) }
    }
    return low <= high ? low...high : nil
  }
}

/// What a table shows of a curve: its range, its end, how much it moves.
struct SeriesDigest: Sendable, Hashable {
  /// NaN where the curve has no finite value.
  var minimum = Float.nan
  var maximum = Float.nan
  /// The value at the last step, whatever it is; NaN for no steps.
  var last = Float.nan
  /// The standard deviation over the steps; NaN where there is none.
  var deviation = Float.nan

  init(_ values: [Float]) {
    last = values.last ?? .nan
    var sum = 0.0
    var squares = 0.0
    var count = 0.0
    var low = Float.infinity
    var high = -Float.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
      sum += Double(value)
      squares += Double(value) * Double(value)
      count += 1
    }
    guard count > 0 else { return }
    minimum = low
    maximum = high
    let mean = sum / count
    deviation = Float(max(0, squares / count - mean * mean).squareRoot())
  }

  /// The root mean square of the difference of two curves over the steps both have; NaN where there are none.
  static func difference(_ a: [Float], _ b: [Float]) -> Float {
    var sum = 0.0
    var count = 0.0
    for (a, b) in zip(a, b) where a.isFinite && b.isFinite {
      sum += Double(a - b) * Double(a - b)
      count += 1
    }
    return count > 0 ? Float((sum / count).squareRoot()) : .nan
  }

  /// The largest distance of two curves over the steps both have; NaN where there are none.
  static func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
    var largest = Float.nan
    for (a, b) in zip(a, b) where a.isFinite && b.isFinite {
      let distance = (a - b).magnitude
      if !(distance <= largest) { largest = distance }
    }
    return largest
  }
}
