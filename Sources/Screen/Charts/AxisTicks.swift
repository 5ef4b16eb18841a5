import Foundation

/// A labelled place on an axis.
public struct AxisTick: Sendable, Hashable {
  public var value: Double
  public var label: String

  /// The same tick in characters that the glyphs allow.
  package func spelled(for glyphs: GlyphSet) -> AxisTick {
    guard glyphs == .ascii, !DisplayWidth.isPlainASCII(label) else { return self }
    return AxisTick(value: value, label: label.replacingOccurrences(of: "µ", with: "u"))
  }
}

/// What the values of an axis are.
public enum TickKind: Sendable, Hashable {
  case number
  /// Whole numbers: steps, rows.
  case count
  /// Seconds since the start.
  case duration
  /// Seconds since 1970 (UTC), shown in a time zone.
  case clock(secondsFromGMT: Int)
}

extension ValueScale {
  /// About `count` ticks, at least two where the range allows it, at round values: multiples of 1, 2 or 5 times a
  /// power of ten, or powers of ten on a logarithmic scale that spans enough of them.
  public func ticks(count: Int) -> [AxisTick] {
    guard count > 0 else { return [] }
    if kind == .logarithmic, let ticks = logarithmicTicks(count: count) { return ticks }
    return atLeastTwo(count: count) { linearTicks(count: $0) }
  }

  /// The same for an axis of numbers, counts or times.
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

  /// The multiples of a step from an origin that lie within the range; none where there are too many.
  private func multiples(of step: Double, from origin: Double = 0) -> [Double] {
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

  private static func roundStep(atLeast step: Double) -> Double {
    guard step > 0, step.isFinite else { return 0 }
    let power = pow(10, log10(step).rounded(.down))
    for factor in [1.0, 2, 5] where factor * power >= step * (1 - 1e-9) { return factor * power }
    return 10 * power
  }
}

extension ValueScale {
  /// The steps at which people expect ticks of time, in seconds; beyond days, and below seconds, decimal ones.
  private static let roundTimes: [Double] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
  ]

  /// Ticks at round times: on a clock, multiples counted from local midnight.
  private func timeTicks(count: Int, _ kind: TickKind) -> [AxisTick] {
    let step = Self.timeStep(atLeast: (upper - lower) / Double(count))
    switch kind {
    case .clock(let offset):
      let offset = Double(offset)
      return multiples(of: step, from: -offset).map {
        AxisTick(value: $0, label: AxisText.clock($0 + offset, step: step))
      }
    case .duration, .number, .count:
      return multiples(of: step).map { AxisTick(value: $0, label: AxisText.duration($0, step: step)) }
    }
  }

  private static func timeStep(atLeast step: Double) -> Double {
    guard step >= 0.5 else { return roundStep(atLeast: step) }
    if let round = roundTimes.first(where: { $0 >= step * (1 - 1e-9) }) { return round }
    return roundStep(atLeast: step / 86_400) * 86_400
  }
}

/// Places ticks and their labels along a row so that no two labels touch.
package struct HorizontalAxis {
  package let scale: ValueScale
  package let kind: TickKind
  /// From the lower to the upper end of the scale.
  package let columns: Int

  package init(scale: ValueScale, kind: TickKind, columns: Int) {
    self.scale = scale
    self.kind = kind
    self.columns = columns
  }

  /// A tick at a column, and the columns of its label, all counted from the lower end of the scale.
  package struct Label {
    package var tick: AxisTick
    package var column: Int
    package var start: Int
    package var width: Int
  }

  /// As many ticks as fit with all their labels between two columns, at least a blank apart. Where not even two ticks
  /// fit, the labels that do.
  package func labels(from first: Int, to end: Int, glyphs: GlyphSet) -> [Label] {
    guard columns > 0 else { return [] }
    let most = max(2, columns / 8)
    for count in stride(from: most, through: 2, by: -1) {
      let ticks = scale.ticks(kind, count: count)
      let labels = placed(ticks, from: first, to: end, glyphs: glyphs)
      if labels.count == ticks.count { return labels }
    }
    return placed(scale.ticks(kind, count: 2), from: first, to: end, glyphs: glyphs)
  }

  private func placed(_ ticks: [AxisTick], from first: Int, to end: Int, glyphs: GlyphSet) -> [Label] {
    var labels: [Label] = []
    var free = first
    for tick in ticks {
      let tick = tick.spelled(for: glyphs)
      guard let fraction = scale.fraction(of: tick.value), fraction >= -1e-9, fraction <= 1 + 1e-9 else {
        continue
      }
      let column = min(max(0, Int((fraction * Double(columns - 1)).rounded())), columns - 1)
      let width = DisplayWidth.of(tick.label)
      let start = max(first, min(column - width / 2, end - width))
      // Two ticks with the same label are one to the reader.
      guard start >= free, start + width <= end, tick.label != labels.last?.tick.label else { continue }
      labels.append(Label(tick: tick, column: column, start: start, width: width))
      free = start + width + 1
    }
    return labels
  }
}
