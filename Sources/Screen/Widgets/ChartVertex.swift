/// The points of a series that fall into one column of dots.
package struct ChartVertex: Sendable {
  package var column: Int
  /// What they stand for together.
  package var point: ChartPoint
  /// True where something missing lies between this and the vertex before.
  package var startsSegment: Bool

  /// A series binned to columns of dots: means, raw minimum and maximum. `gaps` are the columns in which values were
  /// not finite.
  package static func vertices(
    of points: [ChartPoint], x scale: ValueScale, columns: Int
  ) -> (vertices: [ChartVertex], gaps: Set<Int>) {
    var vertices: [ChartVertex] = []
    var gaps: Set<Int> = []
    var isMissing = true
    for point in points {
      guard let fraction = scale.fraction(of: point.x), fraction >= 0, fraction <= 1 else { continue }
      let column = Int((fraction * Double(columns - 1)).rounded())
      if point.notFinite > 0 { gaps.insert(column) }
      guard point.count > 0 else {
        isMissing = true
        continue
      }
      if let last = vertices.last, last.column == column {
        vertices[vertices.count - 1].point.merge(point)
      } else {
        vertices.append(ChartVertex(column: column, point: point, startsSegment: isMissing))
      }
      isMissing = false
    }
    return (vertices, gaps)
  }
}
