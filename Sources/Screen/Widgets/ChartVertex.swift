import Foundation

/// The points of a series that fall into one column of dots.
struct ChartVertex {
  var column: Int
  var y: Double
  var low: Double
  var high: Double
  /// True where something missing lies between this and the vertex before.
  var startsSegment: Bool

  /// A series binned to columns of dots: means, raw minimum and maximum.
  static func vertices(of points: [ChartPoint], x scale: ValueScale, columns: Int) -> [ChartVertex] {
    var vertices: [ChartVertex] = []
    var count = 0.0
    var isMissing = true
    for point in points {
      guard let fraction = scale.fraction(of: point.x), fraction >= 0, fraction <= 1 else { continue }
      guard point.y.isFinite else {
        isMissing = true
        continue
      }
      let column = Int((fraction * Double(columns - 1)).rounded())
      if let last = vertices.last, last.column == column {
        count += 1
        let index = vertices.count - 1
        vertices[index].y += (point.y - last.y) / count
        vertices[index].low = min(last.low, point.low)
        vertices[index].high = max(last.high, point.high)
      } else {
        count = 1
        vertices.append(
          ChartVertex(
            column: column, y: point.y, low: point.low, high: point.high, startsSegment: isMissing))
      }
      isMissing = false
    }
    return vertices
  }

  /// The same with an exponential moving average in place of the means.
  ///
  /// The average starts from nothing and is divided by the weight it has gathered (as Adam's moments are), so its
  /// beginning is not pulled to zero. `span` is the columns after which a value has lost 63 % of its weight.
  static func smoothed(_ vertices: [ChartVertex], span: Double) -> [ChartVertex] {
    var average = 0.0
    var weight = 0.0
    var column = vertices.first?.column ?? 0
    return vertices.map { vertex in
      let keep = exp(-Double(max(1, vertex.column - column)) / span)
      column = vertex.column
      average = average * keep + vertex.y * (1 - keep)
      weight = weight * keep + (1 - keep)
      var vertex = vertex
      vertex.y = average / weight
      vertex.low = vertex.y
      vertex.high = vertex.y
      return vertex
    }
  }
}
