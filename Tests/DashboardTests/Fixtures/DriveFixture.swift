import Foundation
import Telemetry

/// Made-up drives on a road with two bends.
struct DriveFixture {
  /// The point at which a perturbed drive leaves the lane; nil: nothing is perturbed.
  var leavesAt: Int?
  /// Holes and infinities where numbers should be.
  var isBroken = false

  private static let points = 150

  var drive: Drive {
    var drive = Drive(
      road: Self.road.flatMap { [Float($0.x), Float($0.y)] }, laneHalfWidth: 1.75, duration: 60,
      nominal: path(points: Self.points) { 0.7 * sin(Double($0) / 6) * sin(Double($0) / 40) })
    if let leavesAt {
      drive.perturbed = path(points: leavesAt + 12) { point in
        point < leavesAt - 20 ? 0.2 : 0.2 + 0.004 * pow(Double(point - leavesAt + 20), 2)
      }
    }
    if isBroken {
      drive.nominal.places[21] = .nan
      drive.nominal.offsets[30] = .infinity
      drive.nominal.places[80] = -.greatestFiniteMagnitude
      drive.nominal.times[10] = .nan
      drive.nominal.leftLane = .nan
      drive.nominal.figures.largestOffset = .infinity
    }
    return drive
  }

  private static let road: [(x: Double, y: Double, direction: Double)] = {
    var place = (x: 0.0, y: 0.0, direction: 0.4)
    return (0..<points).map { point in
      defer {
        place.direction += point < 50 ? 0.012 : point < 100 ? -0.025 : 0.01
        place.x += 7.5 * cos(place.direction)
        place.y += 7.5 * sin(place.direction)
      }
      return place
    }
  }()

  private func path(points: Int, _ offset: (Int) -> Double) -> DrivenPath {
    let offsets = (0..<points).map(offset)
    let places = zip(Self.road, offsets).flatMap { road, offset in
      [Float(road.x - offset * sin(road.direction)), Float(road.y + offset * cos(road.direction))]
    }
    let left = offsets.firstIndex { abs($0) > 1.75 }
    return DrivenPath(
      times: (0..<points).map { Float($0) * 0.4 }, places: places, offsets: offsets.map { Float($0) },
      leftLane: left.map { Float($0) * 0.4 },
      figures: DriveFigures(
        secondsInLane: left.map { Float($0) * 0.4 } ?? 60, meanOffset: 0.21,
        largestOffset: offsets.map { Float(abs($0)) }.max() ?? 0, metresInLane: 1_100, wheelRate: 4.9))
  }
}
