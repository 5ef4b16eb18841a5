import Foundation
import Liquid

/// A kinematic bicycle model with understeer, in the coordinates of its road.
///
/// `sample-data/driving.py` is the same model in Python, with which lane-keeping.csv and
/// lane-keeping-leak.csv were made.
public struct Car: Sendable, Hashable {
  /// m
  public static let wheelbase = 2.8
  /// Tyre angle per lateral acceleration, rad per m/s^2.
  public static let understeer = 0.0025
  /// Degrees at the wheel per degree of the tyres.
  public static let steeringRatio = 15.0
  /// The largest angle of the tyres, rad, and the fastest change of it, rad/s.
  public static let steeringLimit = 0.5
  public static let steeringRate = 0.6
  /// Seconds between two readings of the sensors.
  public static let tick = 0.1
  /// Integration steps per tick.
  public static let substeps = 5
  /// m/s sideways, and rad/s, per m/s of crosswind.
  static let windDrift = 0.02
  static let windYaw = 0.002

  /// m along the road.
  public var distance = 0.0
  /// m to the left of the lane's middle.
  public var offset: Double
  /// rad against the lane, left positive.
  public var heading: Double
  /// The angle of the tyres, rad, left positive.
  public var tyre = 0.0
  /// m/s
  public var speed: Double
  public var understeer: Double

  /// - Parameter understeer: 0 makes the car turn on a circle of radius L / tan(angle) at every speed.
  public init(
    speed: Double, offset: Double = 0, heading: Double = 0, tyre: Double = 0,
    understeer: Double = Car.understeer
  ) {
    self.speed = speed
    self.offset = offset
    self.heading = heading
    self.tyre = tyre
    self.understeer = understeer
  }

  /// Converts a tyre angle in radians to the wheel's angle in degrees, and back.
  public static func wheel(tyre: Double) -> Double { tyre * 180 / .pi * steeringRatio }
  public static func tyre(wheel: Double) -> Double { wheel / steeringRatio * .pi / 180 }

  /// Advances by one tick: the tyres turn towards the angle `wanted`, and the speed approaches `cruise` or what the bends
  /// ahead allow.
  public mutating func advance(
    toward wanted: Double, wind: Double, cruise: Double, on road: Road, substeps: Int = Car.substeps
  ) {
    let wanted = min(max(wanted, -Self.steeringLimit), Self.steeringLimit)
    let sharpest = max(
      abs(road.curvature(at: distance + Sensors.near * speed)),
      abs(road.curvature(at: distance + Sensors.far * speed)), 1e-4)
    let goal = min(cruise, (2.6 / sharpest).squareRoot())
    let dt = Self.tick / Double(substeps)
    for _ in 0..<substeps {
      let reach = Self.steeringRate * dt
      tyre += min(max(wanted - tyre, -reach), reach)
      move(dt, wind: wind, on: road)
    }
    speed += Self.tick * min(max(0.6 * (goal - speed), -2.5), 1.5)
  }

  /// Moves by the midpoint rule, of second order, without turning the tyres.
  public mutating func move(_ dt: Double, wind: Double = 0, on road: Road) {
    let first = rates(wind, road)
    var half = self
    half.add(first, dt / 2)
    add(half.rates(wind, road), dt)
  }

  private struct Rates {
    var distance: Double
    var offset: Double
    var heading: Double
  }

  private mutating func add(_ rates: Rates, _ dt: Double) {
    distance += dt * rates.distance
    offset += dt * rates.offset
    heading += dt * rates.heading
  }

  private func rates(_ wind: Double, _ road: Road) -> Rates {
    let bend = road.curvature(at: distance)
    let along = speed * cos(heading) / (1 - bend * offset)
    let turn = speed * tan(tyre) / (Self.wheelbase + understeer * speed * speed) + Self.windYaw * wind
    return Rates(
      distance: along, offset: speed * sin(heading) + Self.windDrift * wind, heading: turn - bend * along)
  }
}

/// Sensor readings of a car on a road, in the units of lane-keeping.csv.
public struct Sensors: Sendable, Hashable {
  /// Seconds ahead at which the road's curvature is sensed.
  public static let near = 0.5
  public static let far = 1.5

  /// Their columns in lane-keeping.csv, in the order of `values`.
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

  package mutating func addErrors(using generator: inout SeededGenerator) {
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
