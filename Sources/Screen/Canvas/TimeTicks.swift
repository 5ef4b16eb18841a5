extension ValueScale {
  /// Steps of time at which people expect ticks, in seconds; beyond days, and below seconds, decimal ones.
  private static let roundTimes: [Double] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
  ]

  /// Ticks at round times: on a clock, multiples counted from local midnight.
  func timeTicks(count: Int, _ kind: TickKind) -> [AxisTick] {
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
