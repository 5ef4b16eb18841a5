import Foundation

/// A labelled place on an axis.
public struct AxisTick: Sendable, Hashable {
  public var value: Double
  public var label: String
}

extension ValueScale {
  /// At most about `count` ticks, but two where the range allows it, at round values: multiples of 1, 2 or 5 times
  /// a power of ten, powers of ten on a logarithmic scale that spans enough of them.
  public func ticks(count: Int) -> [AxisTick] {
    guard count > 0 else { return [] }
    if kind == .logarithmic, let ticks = logarithmicTicks(count: count) { return ticks }
    for count in count...(count + 3) {
      let ticks = linearTicks(count: count)
      if ticks.count >= 2 { return ticks }
    }
    return linearTicks(count: count)
  }

  private func linearTicks(count: Int) -> [AxisTick] {
    let step = Self.roundStep(atLeast: (upper - lower) / Double(count))
    guard step > 0, step.isFinite else { return [] }
    let first = (lower / step - 1e-9).rounded(.up)
    let last = (upper / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 1_000 else { return [] }
    let values = (0...Int(last - first)).map { (first + Double($0)) * step }
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    return values.map { AxisTick(value: $0, label: Self.label($0, step: step, largest: largest)) }
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
        ticks.append(AxisTick(value: value, label: Self.label(value, step: value, largest: value)))
      }
    }
    return ticks.isEmpty ? nil : ticks
  }

  private static func roundStep(atLeast step: Double) -> Double {
    guard step > 0, step.isFinite else { return 0 }
    let power = pow(10, log10(step).rounded(.down))
    for factor in [1.0, 2, 5] where factor * power >= step * (1 - 1e-9) { return factor * power }
    return 10 * power
  }

  /// Enough digits to tell neighbours apart, with an SI suffix from a thousand on.
  private static func label(_ value: Double, step: Double, largest: Double) -> String {
    // 0.1 + 0.2 - 0.3 is not 0.
    if value.magnitude < step * 1e-6 { return "0" }
    if value.magnitude >= 999.5 {
      let (divisor, letter) = NumberText.suffix(for: largest)
      return NumberText.fixed(value / divisor, decimals: decimals(for: step / divisor)) + letter
    }
    if largest < 1e-3 { return NumberText.short(value) }
    return NumberText.fixed(value, decimals: min(6, decimals(for: step)))
  }

  private static func decimals(for step: Double) -> Int {
    max(0, Int(-(log10(step) + 1e-9).rounded(.down)))
  }
}
