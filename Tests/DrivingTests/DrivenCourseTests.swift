import Driving
import Foundation
import Testing

@Suite struct DrivenCourseTests {
  private func reference(_ course: Course) -> DrivenCourse {
    var driver = ReferenceDriver()
    return DrivenCourse(course) { driver.steer($0) }
  }

  @Test func theReferenceDriverKeepsTheLaneForAMinuteOn100Roads() {
    for seed in 0..<UInt64(100) {
      let driven = reference(Course(seed: seed))
      #expect(driven.leftLane == nil && !driven.isOffRoad, "seed \(seed)")
      #expect(driven.secondsInLane == driven.courseSeconds && driven.cars.count == 601, "seed \(seed)")
      #expect(driven.meanOffset < 0.5 && driven.metresInLane > 600, "seed \(seed)")
    }
  }

  @Test func withNobodyAtTheWheelTheLaneIsSoonLeft() {
    for seed in 0..<UInt64(20) {
      let driven = DrivenCourse(Course(seed: seed)) { _ in 0 }
      #expect(driven.isOffRoad && driven.leftLane != nil && driven.wheelRate == 0, "seed \(seed)")
      #expect(driven.secondsInLane < driven.courseSeconds / 2, "seed \(seed)")
    }
  }

  @Test func theSameSeedGivesTheSameDriveAndAnotherSeedAnother() {
    #expect(reference(Course(seed: 4)) == reference(Course(seed: 4)))
    #expect(reference(Course(seed: 4)) != reference(Course(seed: 5)))
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, .signalingNaN])
  func answersThatAreNotFiniteEndTheDriveOffTheRoad(_ answer: Double) {
    var tick = 0
    let driven = DrivenCourse(Course(seed: 1)) { _ in
      tick += 1
      return tick > 7 ? answer : 0
    }
    #expect(driven.isOffRoad && driven.leftLane == 7 && driven.cars.count == 8)
    #expect(driven.wheelRate == 0 && driven.meanOffset.isFinite)
  }

  @Test(arguments: [1e300, -1e300, 540, -0.0, .leastNonzeroMagnitude])
  func everyNumberEndsTheDriveSomewhere(_ answer: Double) {
    let driven = DrivenCourse(Course(seed: 2)) { _ in answer }
    #expect(driven.isOffRoad && driven.cars.allSatisfy { $0.offset.isFinite && $0.heading.isFinite })
    #expect(driven.largestOffset < 10 && driven.metresInLane.isFinite)
  }

  @Test func leavingTheLaneAndComingBackIsCounted() throws {
    let road = Road(curvature: [0, 0])
    let course = Course(
      road: road, start: Car(speed: 10, offset: 1.7, heading: 0.05), wind: Array(repeating: 0, count: 200),
      cruise: Array(repeating: 10, count: 200))
    let driven = reference(course)
    let left = try #require(driven.leftLane)
    #expect(!driven.cars[left].isInLane && driven.cars[..<left].allSatisfy(\.isInLane))
    #expect(!driven.isOffRoad && driven.cars[200].isInLane)
    #expect(driven.secondsInLane > 15 && driven.secondsInLane < driven.courseSeconds)
    #expect(driven.metresInLane == driven.cars[left].distance)
  }
}

/// The car, the driver and the sensors against those that lane-keeping.csv was recorded from; see
/// `Tests/Fixtures/make_drive_fixture.py`.
@Suite struct GeneratorFixtureTests {
  private struct Fixture: Decodable {
    var curvature: [Double]
    var wind: [Double]
    var cruise: [Double]
    /// One array a tick, in the order of `Sensors.names`.
    var sensors: [[Double]]
    /// degrees
    var wheel: [Double]
  }

  private let fixture: Fixture

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fixtures/drive.json")
    fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
  }

  @Test func sensorsAndDriverAreThoseOfTheGenerator() {
    let course = Course(
      road: Road(curvature: fixture.curvature), start: Car(speed: 17, offset: 0.6, heading: -0.03),
      wind: fixture.wind, cruise: fixture.cruise)
    var driver = ReferenceDriver()
    var sensed: [[Double]] = []
    let driven = DrivenCourse(course) { sensors in
      sensed.append(sensors.values)
      return driver.steer(sensors)
    }
    #expect(driven.cars.count == 201 && fixture.sensors.count == 200)
    for (tick, (here, there)) in zip(sensed, fixture.sensors).enumerated() {
      for (name, (value, expected)) in zip(Sensors.names, zip(here, there)) {
        #expect(abs(value - expected) < 1e-9, "\(name) at tick \(tick)")
      }
    }
    for (tick, (angle, expected)) in zip(driven.wheel, fixture.wheel).enumerated() {
      #expect(abs(angle - expected) < 1e-8, "tick \(tick)")
    }
  }
}
