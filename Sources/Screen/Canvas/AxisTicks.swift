import Foundation

/// A labelled place on an axis.
public struct AxisTick: Sendable, Hashable {
  public var value: Double
  public var label: String

  /// The same in characters that the glyphs allow.
  package func spelled(for glyphs: GlyphSet) -> AxisTick {
    guard glyphs == .ascii, !DisplayWidth.isPlainASCII(label) else { return self }
    return AxisTick(value: value, label: label.replacingOccurrences(of: "µ", with: "u"))
  }
}

/// How the values of an axis are read.
public enum TickKind: Sendable, Hashable {
  case number
  /// Whole numbers: steps, rows.
  case count
  /// Seconds since the start.
  case duration
  /// Seconds since 1970 (UTC), shown so many seconds east of Greenwich.
  case clock(secondsFromGMT: Int)
}

extension ValueScale {
  /// At most about `count` ticks, but two where the range allows it, at round values: multiples of 1, 2 or 5 times
  /// a power of ten, powers of ten on a logarithmic scale that spans enough of them.
  public func ticks(count: Int) -> [AxisTick] {
    guard count > 0 else { return [] }
    if kind == .logarithmic, let ticks = logarithmicTicks(count: count) { return ticks }
    return atLeastTwo(count: count) { linearTicks(count: $0) }
  }

  /// The same for an axis that may be one of time.
  public func ticks(_ kind: TickKind, count: Int) -> [AxisTick] {
    guard count > 0 else { return [] }
    switch kind {
    case .number: return ticks(count: count)
    case .count: return atLeastTwo(count: count) { linearTicks(count: $0, leastStep: 1) }
    case .duration: return atLeastTwo(count: count) { timeTicks(count: $0, .duration) }
    case .clock(let offset):
      return atLeastTwo(count: count) { timeTicks(count: $0, .clock(secondsFromGMT: offset)) }
    }
  }

  private func atLeastTwo(count: Int, _ ticks: (Int) -> [AxisTick]) -> [AxisTick] {
    for count in count...(count + 3) {
      let ticks = ticks(count)
      if ticks.count >= 2 { return ticks }
    }
    return ticks(count)
  }

  private func linearTicks(count: Int, leastStep: Double = 0) -> [AxisTick] {
    let step = max(leastStep, Self.roundStep(atLeast: (upper - lower) / Double(count)))
    let values = multiples(of: step)
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    return values.map { AxisTick(value: $0, label: AxisText.number($0, step: step, largest: largest)) }
  }

  /// The multiples of a step, counted from an origin, within the range; none where there are too many.
  func multiples(of step: Double, from origin: Double = 0) -> [Double] {
    guard step > 0, step.isFinite else { return [] }
    let first = ((lower - origin) / step - 1e-9).rounded(.up)
    let last = ((upper - origin) / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 1_000 else { return [] }
    return (0...Int(last - first)).map { (first + Double($0)) * step + origin }
  }

  private func logarithmicTicks(count: Int) -> [AxisTick]? {
    let (low, high) = (log10(lower), log10(upper))
    guard high - low >= 1, low.isFinite, high.isFinite else { return nil }
    let decades = Int((high + 1e-9).rounded(.down)) - Int((low - 1e-9).rounded(.up)) + 1
    let factors: [Double] = decades * 3 <= count ? [1, 2, 5] : [1]
    let stride = max(1, Int((Double(decades) / Double(count)).rounded(.up)))
    var ticks: [AxisTick] = []
    for exponent in Int(low.rounded(.down))...Int(high.rounded(.up)) where exponent % stride == 0 {
      for factor in factors {
        let value = factor * pow(10, Double(exponent))
        guard value >= lower * (1 - 1e-9), value <= upper * (1 + 1e-9) else { continue }
        ticks.append(AxisTick(value: value, label: AxisText.number(value, step: value, largest: value)))
      }
    }
    return ticks.isEmpty ? nil : ticks
  }

  static func roundStep(atLeast step: Double) -> Double {
    guard step > 0, step.isFinite else { return 0 }
    let power = pow(10, log10(step).rounded(.down))
    for factor in [1.0, 2, 5] where factor * power >= step * (1 - 1e-9) { return factor * power }
    return 10 * power
  }
}
