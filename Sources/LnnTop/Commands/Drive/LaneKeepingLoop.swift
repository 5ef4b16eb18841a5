import Driving
import LiquidData
import LiquidTraining
import Telemetry

/// A simulated car that a network steers, for networks that were trained on the columns of lane-keeping.csv or
/// lane-keeping-leak.csv.
struct LaneKeepingLoop: ClosedLoop {
  /// Points of a road and of a path: enough for any screen.
  private static let points = 150
  /// Far from the seeds that a person chooses: these roads are the same in every run.
  private static let firstSeed: UInt64 = 1_000_000
  private static let ticks = 600

  private let inputs: DriverInputs

  var steps: Int { Self.ticks }
  var interval: Double? { Car.tick }

  /// Nil where the network sees anything but a car's sensors and its wheel, or gives anything but the angle of the wheel.
  init?(schema: DataSchema) {
    guard schema.inputs.allSatisfy({ $0.levels == nil && !$0.isDate && !$0.hasMask && $0.ahead == nil }),
      let inputs = DriverInputs(columns: schema.inputs.map(\.column)),
      schema.targets.map(\.column) == ["steering"], !schema.isClassification, schema.horizon == 0,
      ["s", "steps"].contains(schema.timeUnit)
    else { return nil }
    self.inputs = inputs
  }

  func drive(_ index: Int, nominal: Answer, perturbed: Answer?) -> Drive {
    let course = Course(seed: Self.firstSeed + UInt64(index), ticks: Self.ticks)
    let first = path(course, nominal)
    let second = perturbed.map { path(course, $0) }
    // As far as someone came, and the bends to be seen from there.
    let farthest = [first, second].compactMap { $0?.distance }.max() ?? 0
    let length = min(farthest + 50, Double(course.road.curvature.count - 1))
    return Drive(
      road: (0..<Self.points).flatMap { point in
        Self.place(course.road, distance: length * Double(point) / Double(Self.points - 1))
      },
      laneHalfWidth: Float(Road.laneHalfWidth), duration: Float(course.seconds), nominal: first.path,
      perturbed: second?.path)
  }

  /// Drives a course.
  func drive(_ course: Course, _ answer: Answer) -> DrivenCourse {
    inputs.drive(course) { answer($0)[0] }
  }

  private func path(_ course: Course, _ answer: Answer) -> (path: DrivenPath, distance: Double) {
    let driven = drive(course, answer)
    let last = driven.cars.count - 1
    let count = min(driven.cars.count, Self.points)
    let ticks = (0..<count).map { count > 1 ? $0 * last / (count - 1) : 0 }
    let path = DrivenPath(
      times: ticks.map { Float(Double($0) * Car.tick) },
      places: ticks.flatMap { tick -> [Float] in
        let car = driven.cars[tick]
        return Self.place(course.road, distance: car.distance, offset: car.offset)
      },
      offsets: ticks.map { Float(driven.cars[$0].offset) },
      leftLane: driven.leftLane.map { Float(Double($0) * Car.tick) },
      figures: DriveFigures(driven))
    return (path, driven.cars[last].distance)
  }

  private static func place(_ road: Road, distance: Double, offset: Double = 0) -> [Float] {
    let position = road.position(distance: distance, offset: offset)
    return [Float(position.x), Float(position.y)]
  }
}

extension DriveFigures {
  init(_ driven: DrivenCourse) {
    self.init(
      secondsInLane: Float(driven.secondsInLane), meanOffset: Float(driven.meanOffset),
      largestOffset: Float(driven.largestOffset), metresInLane: Float(driven.metresInLane),
      wheelRate: Float(driven.wheelRate))
  }
}
