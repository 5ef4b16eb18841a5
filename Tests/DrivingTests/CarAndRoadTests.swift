import Driving
import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct CarTests {
  /// A plane: distance and offset are Cartesian there.
  private let plane = Road(curvature: [0, 0])

  @Test func aCentredWheelKeepsTheCarStraight() {
    var car = Car(speed: 20, heading: 0.1)
    for _ in 0..<100 { car.move(0.02, on: plane) }
    #expect(abs(car.distance - 40 * cos(0.1)) < 1e-9)
    #expect(abs(car.offset - 40 * sin(0.1)) < 1e-9)
    #expect(car.heading == 0.1)
  }

  @Test(arguments: [0.05, -0.1, 0.3])
  func withoutSlipTheCarTurnsOnACircle(_ tyre: Double) {
    let radius = Car.wheelbase / tan(tyre)
    var car = Car(speed: 5, tyre: tyre, understeer: 0)
    let steps = 4_000
    let dt = 2 * Double.pi * abs(radius) / 5 / Double(steps)
    for step in 1...steps {
      car.move(dt, on: plane)
      let distance = hypot(car.distance, car.offset - radius)
      #expect(abs(distance - abs(radius)) < 1e-4 * abs(radius), "step \(step)")
    }
    #expect(abs(abs(car.heading) - 2 * .pi) < 1e-9)
    #expect(hypot(car.distance, car.offset) < 1e-3)
  }

  @Test func aFasterCarNeedsMoreAngleForTheSameBend() {
    let bend = 1 / 200.0
    for speed in [5.0, 15, 25] {
      let tyre = atan(bend * (Car.wheelbase + Car.understeer * speed * speed))
      var car = Car(speed: speed, tyre: tyre)
      let road = Road(curvature: Array(repeating: bend, count: 2))
      for _ in 0..<500 { car.move(0.02, on: road) }
      #expect(abs(car.offset) < 1e-9 && abs(car.heading) < 1e-9)
    }
  }

  @Test func theMotionIsOfSecondOrder() {
    let errors = [10, 20, 40].map { steps -> Double in
      let radius = Car.wheelbase / tan(0.1)
      var car = Car(speed: 10, tyre: 0.1, understeer: 0)
      for _ in 0..<steps { car.move(2 / Double(steps), on: plane) }
      let turned = 20 / radius
      return hypot(car.distance - radius * sin(turned), car.offset - radius * (1 - cos(turned)))
    }
    for (coarse, fine) in zip(errors, errors.dropFirst()) {
      #expect((1.9...2.1).contains(log2(coarse / fine)), "errors \(errors)")
    }
  }

  @Test func tyresTurnNoFasterAndNoFurtherThanTheyCan() {
    var car = Car(speed: 10)
    car.advance(toward: 9, wind: 0, cruise: 10, on: plane)
    #expect(abs(car.tyre - Car.steeringRate * Car.tick) < 1e-12)
    for _ in 0..<30 { car.advance(toward: 9, wind: 0, cruise: 10, on: plane) }
    #expect(car.tyre == Car.steeringLimit)
    #expect(abs(Car.tyre(wheel: Car.wheel(tyre: 0.123)) - 0.123) < 1e-15)
  }

  @Test func theCarSlowsDownForBendsAndReachesTheWantedSpeedOnStraights() {
    var car = Car(speed: 22)
    for _ in 0..<100 { car.advance(toward: 0, wind: 0, cruise: 15, on: plane) }
    #expect(abs(car.speed - 15) < 0.1)
    let bend = Road(curvature: [1 / 130.0, 1 / 130.0])
    for _ in 0..<100 { car.advance(toward: 0.03, wind: 0, cruise: 30, on: bend) }
    #expect(abs(car.speed - (2.6 * 130).squareRoot()) < 0.1)
  }
}

@Suite struct RoadTests {
  @Test func constantCurvatureIsACircle() {
    let radius = 200.0
    let road = Road(curvature: Array(repeating: 1 / radius, count: 700))
    for distance in stride(from: 0.0, through: 690, by: 7.3) {
      let place = road.position(distance: distance)
      #expect(abs(hypot(place.x, place.y - radius) - radius) < 1e-3)
      let left = road.position(distance: distance, offset: 3)
      #expect(abs(hypot(left.x, left.y - radius) - (radius - 3)) < 1e-2)
    }
    let half = road.position(distance: .pi * radius)
    #expect(abs(half.x) < 0.01 && abs(half.y - 2 * radius) < 0.01)
  }

  @Test func aDrawnRoadIsLongEnoughAndItsBendsAreWideAndEasedInto() {
    withSeeds(30) { seed, generator in
      let road = Road(length: 1_500, using: &generator)
      #expect(road.curvature.count >= 1_500)
      #expect(road.curvature.allSatisfy { abs($0) <= 1 / 130.0 }, "seed \(seed)")
      #expect(road.curvature.contains { $0 != 0 }, "seed \(seed)")
      let steps = zip(road.curvature.dropFirst(), road.curvature).map { abs($0 - $1) }
      #expect((steps.max() ?? 1) <= 1 / 130.0 / 30 + 1e-15, "seed \(seed)")
      for metre in stride(from: 0.0, to: 1_400, by: 50) {
        let (from, to) = (road.position(distance: metre), road.position(distance: metre + 1))
        #expect(abs(hypot(to.x - from.x, to.y - from.y) - 1) < 1e-4, "seed \(seed)")
      }
    }
  }

  @Test func nothingChangesBeyondTheEnds() {
    let road = Road(curvature: [0.01, 0.02, 0.03])
    #expect(road.curvature(at: -5) == 0.01 && road.curvature(at: 1.5) == 0.025)
    #expect(road.curvature(at: 1e300) == 0.03 && road.curvature(at: .nan) == 0.01)
    #expect(road.position(distance: .infinity) == road.position(distance: 2))
  }
}
