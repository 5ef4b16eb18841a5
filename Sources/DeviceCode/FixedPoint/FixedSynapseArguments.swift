import Foundation
import Liquid

/// The arguments of synapses' sigmoids, slope x + offset, in whole numbers.
///
/// Slopes of a trained network lie between, say, 2 and 9. What is kept of each is its distance from a slope that all
/// share, so that 8 bits resolve the differences alone. An offset makes up for the slope's rounding where the source
/// is on average.
struct FixedSynapseArguments {
  private(set) var slopes: [[Int8]] = []
  private(set) var offsets: [[Int16]] = []
  let slopeZero: Int32
  let offsetShift: Int
  let argumentShift: Int

  /// - Parameter means: of each element of the source.
  init(_ synapses: [[StepProgram.SynapseStatement.Synapse]], format: FixedFormat, means: [Double]?) {
    let all = synapses.flatMap(\.self)
    let sigmas = all.map { Double($0.sigma) }
    let (least, most) = (sigmas.min() ?? 0, sigmas.max() ?? 0)
    let middle = (least + most) / 2
    // The sum of product and offset must fit 32 bits.
    let steepest = max(least.magnitude, most.magnitude)
    let farthest = all.map { ($0.sigma * $0.mu).magnitude }.max().map(Double.init) ?? 0
    let widest = 32768 * format.unit
    var bits = FixedFormat.bits(for: (most - least) / 2, limit: 127)
    while (steepest * widest + farthest + 8 + widest * exp2(-Double(bits))) * exp2(Double(bits + format.bits))
      > exp2(31) - 65536
    {
      bits -= 1
    }
    let scale = exp2(Double(bits))
    let zero = (middle * scale).rounded()
    slopeZero = Int32(zero)
    // An argument so far has these bits of fraction; those of the table remain.
    let argumentBits = bits + format.bits
    // Of a source with so coarse a unit as the limit has, nothing but the sign matters.
    argumentShift = max(-14, argumentBits - FixedCurve.argumentBits)
    var exact: [[(slope: Int8, offset: Double)]] = []
    for row in synapses {
      exact.append(
        row.map { synapse in
          let sigma = Double(synapse.sigma)
          let rest = Int8(max(-128, min(127, (sigma * scale - zero).rounded())))
          let used = (Double(rest) + zero) / scale
          let mean = means?[synapse.source] ?? Double(synapse.mu)
          let offset = (sigma - used) * mean - sigma * Double(synapse.mu) - FixedCurve.sigmoid.first
          return (rest, offset)
        })
    }
    slopes = exact.map { $0.map(\.slope) }
    let largest = exact.flatMap(\.self).map(\.offset.magnitude).max() ?? 0
    let offsetFormat = FixedFormat(bits: min(argumentBits, FixedFormat(fitting: largest).bits))
    offsetShift = argumentBits - offsetFormat.bits
    offsets = exact.map { $0.map { offsetFormat.encode($0.offset) } }
  }
}
