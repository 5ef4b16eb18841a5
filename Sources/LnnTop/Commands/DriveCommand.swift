import Driving
import LiquidTraining
import Telemetry

/// `lnn-top drive`: how well a model keeps a simulated car in its lane.
struct DriveCommand {
  let options: DriveOptions
  let locations: Locations

  func run() throws -> Int32 {
    let stored = try StoredModel(path: RunPath.resolve(options.model, locations: locations))
    guard let schema = stored.schema, let loop = LaneKeepingLoop(schema: schema) else {
      throw CommandFailure(
        "\(options.model) was not trained to give steering from columns of lane-keeping.csv"
          + " (\(Sensors.names.joined(separator: ", "))): it cannot drive a car")
    }
    let courses = (0..<UInt64(options.roads)).map { Course(seed: options.seed &* 10_000 &+ $0) }
    func drive(_ name: String, _ driven: (Course) -> DrivenCourse) -> DriverResult {
      DriverResult(name: name, drives: courses.map(driven))
    }
    let report = DriveReport(
      seed: options.seed, roads: options.roads, secondsPerRoad: courses[0].seconds,
      laneHalfWidth: Road.laneHalfWidth,
      drivers: [
        drive("network") { course in
          let pilot = NetworkPilot(model: stored.model, schema: schema, loop: loop)
          return loop.drive(course, pilot.answer)
        },
        drive("reference driver") { course in
          var driver = ReferenceDriver()
          return DrivenCourse(course) { driver.steer($0) }
        },
        drive("no steering") { DrivenCourse($0) { _ in 0 } },
      ])
    Console.writeResult(options.json ? JSONText.line(report) : report.text)
    return ExitStatus.success
  }
}
