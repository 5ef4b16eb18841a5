import Foundation
import Screen
import Telemetry

/// Maps places of a road to dots of a canvas. The road is turned so that it runs along the longer side, and widened: where
/// all of it is to be seen a lane is thinner than a dot.
struct RoadMap {
  /// How many times wider than it is the road is drawn, at least 1.
  let widening: Double
  private let road: [Point]
  /// The direction to the left of the road at each of its points.
  private let left: [Point]
  private let turn: Point
  private let scale: Double
  private let center: Point
  private let canvas: (x: Double, y: Double)
  /// A dot's width and height in columns.
  private let dot: (width: Double, height: Double)

  struct Point {
    var x: Double
    var y: Double
  }

  /// Nil where there is no road, or no room for it.
  init?(_ drive: Drive, canvas: Canvas) {
    road = Self.points(drive.road)
    guard road.count > 1, road.allSatisfy({ $0.x.isFinite && $0.y.isFinite }), canvas.dotColumns > 8,
      canvas.dotRows > 4
    else { return nil }
    left = Self.normals(road)
    let axis = Self.axis(road)
    turn = axis
    let turned = road.map { Self.turned($0, axis) }
    let (across, down) = canvas.glyphs.dotsPerCell
    // A cell is twice as high as it is wide.
    dot = (1 / Double(across), 2 / Double(down))
    let xs = turned.map(\.x)
    let ys = turned.map(\.y)
    let (lowX, highX, lowY, highY) = (xs.min() ?? 0, xs.max() ?? 0, ys.min() ?? 0, ys.max() ?? 0)
    let halfLane = Self.halfLaneColumns(rows: canvas.size.rows)
    // Room for a car that is off the road.
    let margin = 2.5 * halfLane
    let room = Point(
      x: Double(canvas.size.columns) - 2 * margin, y: 2 * Double(canvas.size.rows) - 2 * margin)
    let fitted = min(
      max(1, room.x) / max(1e-3, highX - lowX), max(1, room.y) / max(1e-3, highY - lowY))
    guard fitted.isFinite, fitted > 0 else { return nil }
    scale = fitted
    center = Point(x: (lowX + highX) / 2, y: (lowY + highY) / 2)
    self.canvas = (Double(canvas.size.columns) / 2, Double(canvas.size.rows))
    let halfWidth = Double(drive.laneHalfWidth)
    widening = halfWidth.isFinite && halfWidth > 0 ? max(1, halfLane / (halfWidth * fitted)) : 1
  }

  /// The lane's edges, as dots.
  func edge(_ offset: Double) -> [(x: Int, y: Int)] {
    road.indices.map { dot(of: road[$0], left[$0], offset: offset) }
  }

  /// A path as dots; nil where a place is not finite.
  func dots(_ path: DrivenPath) -> [(x: Int, y: Int)?] {
    var nearest = 0
    return zip(Self.points(path.places), path.offsets).map { place, offset in
      guard place.x.isFinite, place.y.isFinite, offset.isFinite else { return nil }
      // A car goes forwards.
      while nearest + 1 < road.count,
        Self.distance(place, road[nearest + 1]) <= Self.distance(place, road[nearest])
      { nearest += 1 }
      let side = left[nearest]
      let offset = Double(offset)
      let middle = Point(x: place.x - offset * side.x, y: place.y - offset * side.y)
      return dot(of: middle, side, offset: offset)
    }
  }

  private func dot(of middle: Point, _ side: Point, offset: Double) -> (x: Int, y: Int) {
    let shift = offset * widening
    let place = Self.turned(Point(x: middle.x + shift * side.x, y: middle.y + shift * side.y), turn)
    // Columns from the canvas's middle; y runs up on a map and down on a screen.
    let x = (canvas.x + (place.x - center.x) * scale) / dot.width
    let y = (canvas.y - (place.y - center.y) * scale) / dot.height
    return (Self.whole(x), Self.whole(y))
  }

  /// Columns from the lane's middle to its edge.
  private static func halfLaneColumns(rows: Int) -> Double { rows < 8 ? 0.8 : rows < 20 ? 1.3 : 2 }

  private static func whole(_ value: Double) -> Int { Int(min(max(value, -1e6), 1e6).rounded(.down)) }

  private static func points(_ values: [Float]) -> [Point] {
    stride(from: 0, to: values.count - 1, by: 2).map {
      Point(x: Double(values[$0]), y: Double(values[$0 + 1]))
    }
  }

  private static func distance(_ a: Point, _ b: Point) -> Double { hypot(a.x - b.x, a.y - b.y) }

  private static func normals(_ road: [Point]) -> [Point] {
    road.indices.map { index in
      let (from, to) = (road[max(0, index - 1)], road[min(road.count - 1, index + 1)])
      let length = max(1e-9, distance(from, to))
      return Point(x: -(to.y - from.y) / length, y: (to.x - from.x) / length)
    }
  }

  /// The direction in which the road extends most, so that its beginning is on the left.
  private static func axis(_ road: [Point]) -> Point {
    let count = Double(road.count)
    let mean = Point(x: road.reduce(0) { $0 + $1.x } / count, y: road.reduce(0) { $0 + $1.y } / count)
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for point in road {
      let (dx, dy) = (point.x - mean.x, point.y - mean.y)
      xx += dx * dx
      xy += dx * dy
      yy += dy * dy
    }
    let angle = atan2(2 * xy, xx - yy) / 2
    let axis = Point(x: cos(angle), y: sin(angle))
    guard let first = road.first, let last = road.last else { return axis }
    let along = (last.x - first.x) * axis.x + (last.y - first.y) * axis.y
    return along < 0 ? Point(x: -axis.x, y: -axis.y) : axis
  }

  private static func turned(_ point: Point, _ axis: Point) -> Point {
    Point(x: point.x * axis.x + point.y * axis.y, y: point.y * axis.x - point.x * axis.y)
  }
}
