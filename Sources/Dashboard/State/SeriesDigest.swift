/// What a table says of a curve: its range, its end, how much it moves.
struct SeriesDigest: Sendable, Hashable {
  /// NaN where the curve has no finite value.
  var minimum = Float.nan
  var maximum = Float.nan
  /// The value at the last step, whatever it is; NaN for no steps.
  var last = Float.nan
  /// The standard deviation over the steps; NaN where there is none.
  var deviation = Float.nan

  init(_ values: [Float]) {
    last = values.last ?? .nan
    var sum = 0.0
    var squares = 0.0
    var count = 0.0
    var low = Float.infinity
    var high = -Float.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
      sum += Double(value)
      squares += Double(value) * Double(value)
      count += 1
    }
    guard count > 0 else { return }
    minimum = low
    maximum = high
    let mean = sum / count
    deviation = Float(max(0, squares / count - mean * mean).squareRoot())
  }

  /// The root mean square of the difference of two curves over the steps both have; NaN where there are none.
  static func difference(_ a: [Float], _ b: [Float]) -> Float {
    var sum = 0.0
    var count = 0.0
    for (a, b) in zip(a, b) where a.isFinite && b.isFinite {
      sum += Double(a - b) * Double(a - b)
      count += 1
    }
    return count > 0 ? Float((sum / count).squareRoot()) : .nan
  }
}

extension SeriesDigest {
  /// The largest distance of two curves over the steps both have; NaN where there are none.
  static func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
    var largest = Float.nan
    for (a, b) in zip(a, b) where a.isFinite && b.isFinite {
      let distance = (a - b).magnitude
      if !(distance <= largest) { largest = distance }
    }
    return largest
  }
}
