import Telemetry

extension Trace {
  /// One channel over time, `[time]`, exactly one value a step; empty where the array has no such channel.
  func series(_ index: Int, of array: [Float]) -> [Float] {
    let steps = times.count
    guard steps > 0 else { return [] }
    let width = array.count / steps
    guard index >= 0, index < width else { return [] }
    return (0..<steps).map { array[$0 * width + index] }
  }

  func input(_ index: Int) -> [Float] { series(index, of: inputs) }
  func state(_ index: Int) -> [Float] { series(index, of: states) }
  func timeConstant(_ index: Int) -> [Float] { series(index, of: timeConstants) }
  func output(_ index: Int) -> [Float] { series(index, of: outputs) }
  func target(_ index: Int) -> [Float] { series(index, of: targets) }

  var hasTimeConstants: Bool { !timeConstants.isEmpty }
}
