import Telemetry

/// What tables and rankings need of a probe, worked out once a frame instead of at every drawing.
struct ProbeDigest: Sendable {
  /// One entry a neuron.
  var states: [SeriesDigest]
  var timeConstants: [SeriesDigest]
  /// How far each neuron's, output's and input's curve moved (RMS) under what is active; empty without.
  var neuronShifts: [Float] = []
  var outputShifts: [Float] = []
  var inputShifts: [Float] = []
  /// The largest distance of each output from its nominal curve; empty without.
  var outputMaxima: [Float] = []
  /// The standard deviation of each nominal output: what a shift is measured by.
  var outputDeviations: [Float]
  /// Neurons, those whose state moves most over the probe first.
  var byActivity: [Int]
  /// Neurons, those that moved most under what is active first; empty without.
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
