import Foundation
import Liquid

/// What is sensed of a car on a road, in the units of lane-keeping.csv.
public struct Sensors: Sendable, Hashable {
  /// Seconds ahead at which the road's curvature is looked at.
  public static let near = 0.5
  public static let far = 1.5

  /// The columns of lane-keeping.csv that they are, in the order of `values`.
  public static let names = [
    "speed", "curvature_near", "curvature_far", "lateral_offset", "heading_error", "crosswind",
  ]
  /// The standard deviation of each one's error.
  private static let errors = [0.05, 0.0002, 0.0003, 0.02, 0.1, 0.3]

  /// m/s, 1/m, 1/m, m, degrees, m/s.
  public var values: [Double]

  /// Without any error.
  public init(_ car: Car, on road: Road, wind: Double) {
    values = [
      car.speed, road.curvature(at: car.distance + Self.near * car.speed),
      road.curvature(at: car.distance + Self.far * car.speed), car.offset, car.heading * 180 / .pi, wind,
    ]
  }

  public mutating func addErrors(using generator: inout SeededGenerator) {
    for index in values.indices { values[index] += Self.errors[index] * generator.normal() }
  }

  var speed: Double { values[0] }
  var curvatureNear: Double { values[1] }
  var curvatureFar: Double { values[2] }
  var offset: Double { values[3] }
  /// rad
  var heading: Double { values[4] * .pi / 180 }
  var wind: Double { values[5] }
}
