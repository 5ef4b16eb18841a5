import Liquid

extension Dataset {
  /// Sixteen hexadecimal digits that change with whatever a network would see differently: the columns, the rows'
  /// normalised values and order, which samples there are and what they are for. Cost: one pass over the data.
  public var fingerprint: String {
    var sum = Checksum()
    for name in [schema.kind.rawValue] + schema.inputNames + schema.outputNames { sum.add(name) }
    for values in [series.inputs, series.elapsed, series.targets, series.weights] { sum.add(values) }
    for part in Part.allCases {
      sum.add(UInt64(count(of: part)))
      for segment in samples[part] ?? [] {
        sum.add(UInt64(segment.positions.lowerBound))
        sum.add(UInt64(segment.positions.upperBound))
      }
    }
    return sum.text
  }
}
