import Foundation
import Liquid

/// A road, the wind and the wanted speed on it, and the car's start: the same for every driver.
public struct Course: Sendable {
  public let road: Road
  /// The car at its start.
  public let start: Car
  /// The crosswind of each tick, m/s.
  let wind: [Double]
  /// The wanted speed on a straight at each tick, m/s.
  let cruise: [Double]
  /// Seeds the sensors' errors; nil: they have none.
  let sensorSeed: UInt64?

  public var ticks: Int { wind.count }
  public var seconds: Double { Double(ticks) * Car.tick }

  /// - Parameters:
  ///   - wind: m/s at each tick.
  ///   - cruise: m/s at each tick, as many.
  public init(road: Road, start: Car, wind: [Double], cruise: [Double], sensorSeed: UInt64? = nil) {
    precondition(wind.count == cruise.count, "\(wind.count) ticks of wind, \(cruise.count) of speed")
    self.road = road
    self.start = start
    self.wind = wind
    self.cruise = cruise
    self.sensorSeed = sensorSeed
  }

  /// A random course, drawn like the drives of lane-keeping.csv but none of those.
  public init(seed: UInt64, ticks: Int = 600) {
    var generator = SeededGenerator(seed: seed)
    let seconds = Double(ticks) * Car.tick
    let road = Road(length: Int(seconds * 32) + 100, using: &generator)
    let start = Car(
      speed: generator.uniform(14, 22), offset: generator.uniform(-0.4, 0.4),
      heading: generator.uniform(-0.02, 0.02))
    let pace = generator.uniform(16, 24)
    var gust = Gust(memory: 2.5, size: 6, using: &generator)
    var whim = Gust(memory: 20, size: 2, using: &generator)
    var wind: [Double] = []
    var cruise: [Double] = []
    for _ in 0..<ticks {
      wind.append(gust.value)
      // A car that stands still or rolls back keeps no lane.
      cruise.append(max(5, pace + whim.value))
      gust.step(using: &generator)
      whim.step(using: &generator)
    }
    self.init(road: road, start: start, wind: wind, cruise: cruise, sensorSeed: generator.next())
  }
}

/// Noise with a memory: an Ornstein-Uhlenbeck process.
private struct Gust {
  private let keep: Double
  private let size: Double
  private(set) var value: Double

  /// - Parameters:
  ///   - memory: its time constant in seconds.
  ///   - size: its standard deviation.
  init(memory: Double, size: Double, using generator: inout SeededGenerator) {
    keep = exp(-Car.tick / memory)
    self.size = size
    value = size * generator.normal()
  }

  /// Advances by one tick.
  mutating func step(using generator: inout SeededGenerator) {
    value = keep * value + (1 - keep * keep).squareRoot() * size * generator.normal()
  }
}
