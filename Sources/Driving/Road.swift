import Foundation
import Liquid

/// A road, given by its curvature at every metre, with the lane's middle as seen from above.
///
/// A road that is straight is a plane with Cartesian coordinates: distance along it and offset to the left.
public struct Road: Sendable, Hashable {
  /// Metres from the lane's middle to its edge.
  public static let laneHalfWidth = 1.75

  /// 1/m at every metre, left positive; at least two values.
  public let curvature: [Double]
  /// The direction of the lane's middle at every metre, rad, 0 at the beginning.
  private let direction: [Double]
  private let middle: [Position]

  /// A place seen from above, in metres from the road's beginning, which runs along x.
  public struct Position: Sendable, Hashable {
    public let x: Double
    public let y: Double
  }

  /// - Precondition: at least two values, all finite.
  public init(curvature: [Double]) {
    precondition(
      curvature.count >= 2 && curvature.allSatisfy(\.isFinite), "a road of \(curvature.count) curvatures")
    self.curvature = curvature
    var direction = [0.0]
    var middle = [Position(x: 0, y: 0)]
    for metre in 1..<curvature.count {
      let before = direction[metre - 1]
      let turn = (curvature[metre - 1] + curvature[metre]) / 2
      direction.append(before + turn)
      // The chord of an arc points along the arc's middle.
      let chord = abs(turn) > 1e-9 ? 2 * sin(turn / 2) / turn : 1
      middle.append(
        Position(
          x: middle[metre - 1].x + chord * cos(before + turn / 2),
          y: middle[metre - 1].y + chord * sin(before + turn / 2)))
    }
    self.direction = direction
    self.middle = middle
  }

  /// Straights and bends of 130 to 600 m radius, eased in and out as clothoids, at least `length` metres long.
  package init(length: Int, using generator: inout SeededGenerator) {
    var curvature: [Double] = []
    while curvature.count < max(2, length) {
      curvature += Array(repeating: 0, count: 40 + generator.integer(below: 121))
      let radius = generator.uniform(130, 600) * (generator.uniform() < 0.5 ? -1 : 1)
      let ease = 30 + generator.integer(below: 41)
      curvature += (0..<ease).map { Double($0) / Double(ease) / radius }
      curvature += Array(repeating: 1 / radius, count: 30 + generator.integer(below: 121))
      curvature += (0..<ease).map { (1 - Double($0) / Double(ease)) / radius }
    }
    self.init(curvature: curvature)
  }

  /// Between the metres, linearly; beyond the ends, that of the end.
  public func curvature(at distance: Double) -> Double {
    let (index, share) = place(distance)
    return curvature[index] * (1 - share) + curvature[index + 1] * share
  }

  /// The position at a distance along the road and an offset to the left of the lane's middle.
  public func position(distance: Double, offset: Double = 0) -> Position {
    let (index, share) = place(distance)
    let bend = curvature[index] * share + (curvature[index + 1] - curvature[index]) * share * share / 2
    let heading = direction[index] + bend
    let (from, to) = (middle[index], middle[index + 1])
    return Position(
      x: from.x + (to.x - from.x) * share - offset * sin(heading),
      y: from.y + (to.y - from.y) * share + offset * cos(heading))
  }

  private func place(_ distance: Double) -> (index: Int, share: Double) {
    let last = Double(curvature.count - 1)
    let place = distance.isNaN ? 0 : min(max(distance, 0), last)
    let index = min(Int(place), curvature.count - 2)
    return (index, place - Double(index))
  }
}
