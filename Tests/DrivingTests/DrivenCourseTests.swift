import Driving
import Testing

@Suite("A driven course")
struct DrivenCourseTests {
  private func reference(_ course: Course) -> DrivenCourse {
    var driver = ReferenceDriver()
    return DrivenCourse(course) { driver.steer($0) }
  }

  @Test("is kept to by the reference driver for a minute, on 100 roads")
  func reference() {
    for seed in 0..<UInt64(100) {
      let driven = reference(Course(seed: seed))
      #expect(driven.leftLane == nil && !driven.isOffRoad, "seed \(seed)")
      #expect(driven.secondsInLane == driven.courseSeconds && driven.cars.count == 601, "seed \(seed)")
      #expect(driven.meanOffset < 0.5 && driven.metresInLane > 600, "seed \(seed)")
    }
  }

  @Test("is soon left by nobody at the wheel")
  func nobody() {
    for seed in 0..<UInt64(20) {
      let driven = DrivenCourse(Course(seed: seed)) { _ in 0 }
      #expect(driven.isOffRoad && driven.leftLane != nil && driven.wheelRate == 0, "seed \(seed)")
      #expect(driven.secondsInLane < driven.courseSeconds / 2, "seed \(seed)")
    }
  }

  @Test("is the same for the same seed, and another for another")
  func seeds() {
    #expect(reference(Course(seed: 4)) == reference(Course(seed: 4)))
    #expect(reference(Course(seed: 4)) != reference(Course(seed: 5)))
  }

  @Test(
    "ends off the road for answers that are no number",
    arguments: [Double.nan, .infinity, -.infinity, .signalingNaN])
  func notANumber(_ answer: Double) {
    var tick = 0
    let driven = DrivenCourse(Course(seed: 1)) { _ in
      tick += 1
      return tick > 7 ? answer : 0
    }
    #expect(driven.isOffRoad && driven.leftLane == 7 && driven.cars.count == 8)
    #expect(driven.wheelRate == 0 && driven.meanOffset.isFinite)
  }

  @Test("ends somewhere for any number", arguments: [1e300, -1e300, 540, -0.0, .leastNonzeroMagnitude])
  func anyNumber(_ answer: Double) {
    let driven = DrivenCourse(Course(seed: 2)) { _ in answer }
    #expect(driven.isOffRoad && driven.cars.allSatisfy { $0.offset.isFinite && $0.heading.isFinite })
    #expect(driven.largestOffset < 10 && driven.metresInLane.isFinite)
  }

  @Test("tells how the lane was left and found again")
  func leaving() throws {
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
