import Foundation

/// Up to which value a curve is drawn where the few that lie far above all others are left out of the axis: the
/// beginning of a training, a spike.
///
/// Of the values that are shown nine in ten lie between the 5th percentile of the lower ends of the points' ranges and
/// the 95th of the upper ones, which is the range that TensorBoard scales charts by. A value is an outlier where it lies
/// further above that range than the range is high; on a logarithmic axis heights are ratios. So an ordinary curve has
/// none, and is drawn whole. Low values are never outliers: a low loss is what training is for.
struct OutlierLimit {
  /// The largest value that is no outlier; infinite where there is none at all.
  let value: Double

  private static let lowerShare = 0.05
  private static let upperShare = 0.95

  init(_ points: [ChartPoint], kind: ValueScale.Kind) {
    let shown = points.filter { $0.count > 0 && (kind == .linear || $0.high > 0) }
    let highs = shown.map { Self.height(of: $0.high, kind) }.sorted()
    let lows = shown.map { Self.height(of: $0.least(on: kind), kind) }.sorted()
    guard let upper = Self.percentile(highs, Self.upperShare),
      let lower = Self.percentile(lows, Self.lowerShare)
    else {
      value = .infinity
      return
    }
    let fence = upper + max(0, upper - lower)
    // Up to the values themselves: the axis ends where the curve does, not somewhere above it.
    value = shown.lazy.map(\.high).filter { Self.height(of: $0, kind) <= fence }.max() ?? .infinity
  }

  private static func height(of value: Double, _ kind: ValueScale.Kind) -> Double {
    kind == .linear ? value : log(value)
  }

  /// Between two values by interpolation; nil where there are none.
  private static func percentile(_ sorted: [Double], _ share: Double) -> Double? {
    guard let last = sorted.last else { return nil }
    let place = share * Double(sorted.count - 1)
    let index = Int(place.rounded(.down))
    guard index + 1 < sorted.count else { return last }
    let weight = place - Double(index)
    // Weighted ends rather than a difference, which could overflow.
    return sorted[index] * (1 - weight) + sorted[index + 1] * weight
  }
}

extension ChartPoint {
  /// The lower end of the range as an axis shows it: where it reaches below zero, a logarithmic one shows the mean or
  /// else the top, which may be below zero, too.
  func least(on kind: ValueScale.Kind) -> Double {
    kind == .linear || low > 0 ? low : y > 0 ? y : high
  }

  /// Whether a finite value lies above the upper end of an axis.
  func isAbove(_ scale: ValueScale) -> Bool { count > 0 && high > scale.upper }
}
