import Foundation
import Liquid

/// A drive over a course.
public struct DrivenCourse: Sendable, Hashable {
  /// A car this many metres beside the lane's middle is off the road, and the drive is over.
  public static let roadHalfWidth = 6.0

  /// The car before each tick, the last one being where it stopped.
  public private(set) var cars: [Car]
  /// The wheel angles asked for, in degrees, one per tick; the last may be NaN or infinite.
  public private(set) var wheel: [Double] = []
  /// The tick at which the car's middle was first outside of the lane; nil: it never was.
  public private(set) var leftLane: Int?
  /// Whether the drive ended early: off the road, or with an answer that is not finite.
  public private(set) var isOffRoad = false
  private let courseTicks: Int

  /// Drives a course from its beginning.
  ///
  /// - Parameter steer: the wheel's angle in degrees for some sensor readings; may be NaN or infinite.
  public init(_ course: Course, steer: (Sensors) -> Double) {
    courseTicks = course.ticks
    var car = course.start
    var generator = course.sensorSeed.map { SeededGenerator(seed: $0) }
    cars = [car]
    for tick in 0..<course.ticks {
      var sensors = Sensors(car, on: course.road, wind: course.wind[tick])
      if var errors = generator {
        sensors.addErrors(using: &errors)
        generator = errors
      }
      let angle = steer(sensors)
      wheel.append(angle)
      guard angle.isFinite else {
        isOffRoad = true
        leftLane = leftLane ?? tick
        return
      }
      car.advance(
        toward: Car.tyre(wheel: angle), wind: course.wind[tick], cruise: course.cruise[tick], on: course.road)
      cars.append(car)
      if !car.isInLane { leftLane = leftLane ?? tick + 1 }
      guard abs(car.offset) <= Self.roadHalfWidth, cos(car.heading) > 0 else {
        isOffRoad = true
        return
      }
    }
  }

  /// Seconds that the whole course takes, and seconds of them in the lane.
  public var courseSeconds: Double { Double(courseTicks) * Car.tick }
  public var secondsInLane: Double { Double(cars.dropFirst().count(where: \.isInLane)) * Car.tick }

  /// Metres from the lane's middle.
  public var meanOffset: Double { offsets.reduce(0, +) / Double(max(1, offsets.count)) }
  public var largestOffset: Double { offsets.max() ?? 0 }

  /// Metres until the lane was first left; the whole drive where it never was.
  public var metresInLane: Double {
    cars[leftLane.map { min($0, cars.count - 1) } ?? cars.count - 1].distance
  }

  /// How fast the wheel was turned, degrees a second (root mean square): less is smoother.
  public var wheelRate: Double {
    let angles = wheel.filter(\.isFinite).map { min(max($0, -Self.widestWheel), Self.widestWheel) }
    let squares = zip(angles.dropFirst(), angles).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (squares / Double(max(1, angles.count - 1))).squareRoot() / Car.tick
  }

  private static let widestWheel = Car.wheel(tyre: Car.steeringLimit)

  private var offsets: [Double] { cars.map { abs($0.offset) } }
}

extension Car {
  /// Whether its middle is between the lane's edges.
  public var isInLane: Bool { abs(offset) <= Road.laneHalfWidth }
}
