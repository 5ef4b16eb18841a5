import Liquid

extension Dataset {
  /// Sixteen hexadecimal digits that change with whatever a network would see differently: the rows' values and order,
  /// the normalisation, which samples there are and what they are for. Cost: one pass over the data.
  public var fingerprint: String {
    var sum = Checksum()
    sum.add(schema.json.utf8)
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
