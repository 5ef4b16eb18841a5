import Liquid

/// Coordinates at which a gradient is held against finite differences: the first of each tensor and every tenth after
/// it, or all where `LNN_TOP_FUZZ` is set.
package func sampledCoordinates(of layout: ParameterLayout) -> [Int] {
  layout.entries.flatMap { entry in
    entry.range.filter { Thoroughness.includes($0 - entry.range.lowerBound, oneOf: 10) }
  }
}

/// The derivative of `f` along one coordinate, from a five-point central difference: its error falls with the fourth
/// power of the step.
package func finiteDifference(
  of f: ([Double]) -> Double, at point: [Double], coordinate: Int, step: Double = 1e-4
) -> Double {
  func value(_ offset: Double) -> Double {
    var moved = point
    moved[coordinate] += offset
    return f(moved)
  }
  return (8 * (value(step) - value(-step)) - (value(2 * step) - value(-2 * step))) / (12 * step)
}

/// The largest difference between two vectors, each relative to the larger of the two elements; elements below a
/// thousandth of the largest are held against that instead.
package func relativeError(_ a: [Double], _ b: [Double]) -> Double {
  let largest = (a + b).reduce(0) { max($0, abs($1)) }
  guard largest > 0 else { return 0 }
  return zip(a, b).reduce(0) { worst, pair in
    let difference = abs(pair.0 - pair.1)
    guard difference.isFinite else { return .infinity }
    return max(worst, difference / max(abs(pair.0), abs(pair.1), largest / 1000))
  }
}
