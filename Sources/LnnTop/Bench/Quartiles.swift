/// The middle of some samples, and between which values the middle half of them lies.
package struct Quartiles: Sendable, Hashable, Codable {
  package let lower: Double
  package let median: Double
  package let upper: Double

  /// Interpolates between the nearest samples.
  ///
  /// - Parameter samples: at least one.
  package init(_ samples: [Double]) {
    precondition(!samples.isEmpty, "no samples")
    let sorted = samples.sorted()
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let below = Int(place)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
    (lower, median, upper) = (quantile(0.25), quantile(0.5), quantile(0.75))
  }

  /// Half the distance between the quartiles.
  package var spread: Double { (upper - lower) / 2 }
}
