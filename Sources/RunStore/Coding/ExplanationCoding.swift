import Telemetry

/// An explanation as a blob: a format byte (1; 2 with a step), then arrays packed by `FloatPacking`: the output and, in
/// format 2, the step (both exact below 2^24), the answer and the baseline, the parts by input, by lag, by neuron and of
/// the step's own inputs.
///
/// All are exact but the parts by lag, which take two bytes each, with a relative error of at most 2^-11 (an absolute one
/// of at most 2^-39 of the largest): only those are not summed up on a screen. Details are not recorded.
package enum ExplanationCoding {
  private static let format: UInt8 = 1
  private static let formatWithStep: UInt8 = 2
  private static let arrayCount = 6

  package static func encode(_ explanation: Explanation) -> [UInt8] {
    var bytes = [explanation.step == nil ? format : formatWithStep]
    let places = [explanation.output] + (explanation.step.map { [$0] } ?? [])
    FloatPacking.single.append(places.map { Float($0) }, to: &bytes)
    FloatPacking.single.append([explanation.answer, explanation.baseline], to: &bytes)
    FloatPacking.single.append(explanation.inputParts, to: &bytes)
    FloatPacking.scaled.append(explanation.lagParts, to: &bytes)
    FloatPacking.single.append(explanation.neuronParts, to: &bytes)
    FloatPacking.single.append(explanation.directParts, to: &bytes)
    return bytes
  }

  /// Nil where the bytes are not exactly one explanation.
  package static func explanation(from bytes: [UInt8]) -> Explanation? {
    let hasStep = bytes.first == formatWithStep
    guard hasStep || bytes.first == format else { return nil }
    var rest = bytes.dropFirst()
    var arrays: [[Float]] = []
    for _ in 0..<arrayCount {
      guard let array = FloatPacking.take(from: &rest) else { return nil }
      arrays.append(array)
    }
    let places = arrays[0].compactMap { Int(exactly: $0) }
    guard rest.isEmpty, arrays[0].count == (hasStep ? 2 : 1), places.count == arrays[0].count,
      places.allSatisfy({ $0 >= 0 }), arrays[1].count == 2
    else { return nil }
    return Explanation(
      step: hasStep ? places[1] : nil, output: places[0], answer: arrays[1][0], baseline: arrays[1][1],
      inputParts: arrays[2], lagParts: arrays[3], neuronParts: arrays[4], directParts: arrays[5])
  }
}
