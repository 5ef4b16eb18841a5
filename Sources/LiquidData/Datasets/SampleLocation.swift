/// Where in the file a sample comes from.
public struct SampleLocation: Sendable, Hashable {
  /// The value of the sequence column, safe to show; `nil` without one.
  public let sequence: String?
  /// The table's row of each step's input, counted from 0: `[steps]`.
  public let rows: [Int]
  /// The table's row of each step's target: a forecast's lies ahead of the input's.
  public let targetRows: [Int]
  /// Where in its sequence each step's target is, counted from 0: `[steps]`.
  public let targetSteps: [Int]
}

extension Dataset {
  /// Where a sample's steps stand in the file.
  public func location(_ part: Part, index: Int) -> SampleLocation {
    let sample = sample(part, index)
    let order = series.order
    let places = series.places[sample.positions]
    let targets = places.map { $0 + schema.horizon }
    let start = order.ranges[sample.sequence].lowerBound
    return SampleLocation(
      sequence: order.names.isEmpty ? nil : order.names[sample.sequence],
      rows: places.map { order.rows[$0] }, targetRows: targets.map { order.rows[$0] },
      targetSteps: targets.map { $0 - start })
  }
}
