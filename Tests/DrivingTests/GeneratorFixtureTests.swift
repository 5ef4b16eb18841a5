import Driving
import Foundation
import Testing

/// The car, the driver and the sensors against those that lane-keeping.csv was recorded from; see
/// `Tests/Fixtures/make_drive_fixture.py`.
@Suite("A drive of the generator")
struct GeneratorFixtureTests {
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

  @Test("is the same here: what is sensed, and what the driver does")
  func isTheSame() {
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
