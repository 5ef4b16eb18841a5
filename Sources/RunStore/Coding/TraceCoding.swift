import Telemetry

/// Traces and synapse readings as blobs: a format byte (1), then their arrays in declaration order, each
/// packed by `FloatPacking`. A trace with a solver's error has the format byte 2 and, as one array more, its largest
/// and its root mean square value; readings at another step than the last have the format byte 2 and, as one array more,
/// that step (exact below 2^24).
///
/// Times, inputs, outputs, targets and errors are exact (Float32). The rest takes two bytes per value, whose relative error
/// is at most 2^-11: states as Float16 (below 2^-14 an absolute error of at most 2^-25), or scaled where one is beyond its
/// range; time constants as Float16, or as `FloatRange` where one is beyond its range (and exact where even that is too
/// small); weights and currents scaled, with an absolute error of at most 2^-39 of the largest. NaN and infinities
/// survive. Files of version 1 hold weights and currents as Float32, and exact arrays where Float16 was too small; every
/// array says how it is packed, so both are read alike.
package enum TraceCoding {
  private static let format: UInt8 = 1
  private static let formatWithSolverError: UInt8 = 2
  private static let formatWithStep: UInt8 = 2

  package static func encode(_ trace: Trace) -> [UInt8] {
    var bytes = [trace.solverError == nil ? format : formatWithSolverError]
    FloatPacking.single.append(trace.times, to: &bytes)
    FloatPacking.single.append(trace.inputs, to: &bytes)
    FloatPacking.boundedError(for: trace.states).append(trace.states, to: &bytes)
    FloatPacking.relativeError(for: trace.timeConstants).append(trace.timeConstants, to: &bytes)
    FloatPacking.single.append(trace.outputs, to: &bytes)
    FloatPacking.single.append(trace.targets, to: &bytes)
    if let error = trace.solverError {
      FloatPacking.single.append([error.largest, error.rootMeanSquare], to: &bytes)
    }
    return bytes
  }

  package static func encode(_ synapses: SynapseReadings) -> [UInt8] {
    var bytes = [synapses.step == nil ? format : formatWithStep]
    FloatPacking.scaled.append(synapses.weights, to: &bytes)
    FloatPacking.scaled.append(synapses.currents, to: &bytes)
    if let step = synapses.step { FloatPacking.single.append([Float(step)], to: &bytes) }
    return bytes
  }

  /// Nil where the bytes are not exactly one trace.
  package static func trace(from bytes: [UInt8]) -> Trace? {
    let hasSolverError = bytes.first == formatWithSolverError
    guard hasSolverError || bytes.first == format else { return nil }
    guard let arrays = arrays(hasSolverError ? 7 : 6, from: bytes) else { return nil }
    var trace = Trace(
      times: arrays[0], inputs: arrays[1], states: arrays[2], timeConstants: arrays[3], outputs: arrays[4],
      targets: arrays[5])
    guard hasSolverError else { return trace }
    guard arrays[6].count == 2 else { return nil }
    trace.solverError = SolverError(largest: arrays[6][0], rootMeanSquare: arrays[6][1])
    return trace
  }

  /// Nil where the bytes are not exactly one set of readings.
  package static func synapses(from bytes: [UInt8]) -> SynapseReadings? {
    let hasStep = bytes.first == formatWithStep
    guard hasStep || bytes.first == format, let arrays = arrays(hasStep ? 3 : 2, from: bytes) else {
      return nil
    }
    guard hasStep else { return SynapseReadings(weights: arrays[0], currents: arrays[1]) }
    guard let value = arrays[2].first, arrays[2].count == 1, let step = Int(exactly: value), step >= 0 else {
      return nil
    }
    return SynapseReadings(weights: arrays[0], currents: arrays[1], step: step)
  }

  /// The arrays after the format byte.
  private static func arrays(_ count: Int, from bytes: [UInt8]) -> [[Float]]? {
    var rest = bytes.dropFirst()
    var arrays: [[Float]] = []
    for _ in 0..<count {
      guard let array = FloatPacking.take(from: &rest) else { return nil }
      arrays.append(array)
    }
    return rest.isEmpty ? arrays : nil
  }
}
