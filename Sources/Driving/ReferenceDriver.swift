import Foundation

/// The driver of lane-keeping.csv: steers by the bend ahead, the offset, the heading and the wind, delayed and with a lag.
public struct ReferenceDriver: Sendable {
  /// s
  private static let lag = 0.25
  /// How much of the bend is looked at far ahead.
  private static let bendAhead = 0.35
  /// The largest answer to an offset, rad, and the offset in metres at which it is nearly reached.
  private static let offsetGain = 0.010
  private static let offsetReach = 0.8
  /// rad per rad
  private static let headingGain = 0.30
  /// How much of the wind is countered at once.
  private static let lean = 0.8

  /// The wanted angle of the tick before.
  private var seen = 0.0
  private var angle = 0.0

  public init() {}

  /// The angle of the wheel, degrees.
  public mutating func steer(_ sensors: Sensors) -> Double {
    let bend = (1 - Self.bendAhead) * sensors.curvatureNear + Self.bendAhead * sensors.curvatureFar
    let speed = sensors.speed
    let grip = Car.wheelbase + Car.understeer * speed * speed
    var tyre = grip * (bend - Self.lean * Car.windYaw * sensors.wind / speed)
    tyre -= Self.offsetGain * tanh(sensors.offset / Self.offsetReach) + Self.headingGain * sensors.heading
    angle += (1 - exp(-Car.tick / Self.lag)) * (seen - angle)
    seen = min(max(tyre, -0.35), 0.35)
    return Car.wheel(tyre: angle)
  }
}
