/// What a driver is told at each tick, chosen by the names of columns of lane-keeping.csv and lane-keeping-leak.csv.
///
/// ```swift
/// let inputs = DriverInputs(columns: ["lateral_offset", "steering_before"])!
/// let driven = inputs.drive(Course(seed: 1)) { values in -20 * values[0] }
/// ```
public struct DriverInputs: Sendable, Hashable {
  /// The column of the wheel's angle when the sensors were read, in degrees: what the driver answered a tick ago.
  ///
  /// In a recording it is the recorded driver's last answer, and nearly the next one. At the wheel it is the driver's own
  /// last answer, with its error: a network that learnt to repeat it repeats its errors.
  public static let steeringBefore = "steering_before"
  /// All columns that can be asked for.
  public static let names = Sensors.names + [steeringBefore]

  private enum Source: Hashable {
    /// The place of a sensor in `Sensors.values`.
    case sensor(Int)
    case lastAnswer
  }

  private let sources: [Source]

  /// - Parameter columns: the inputs in their order; nil is the result where a column is none of `names`.
  public init?(columns: [String]) {
    var sources: [Source] = []
    for column in columns {
      if column == Self.steeringBefore {
        sources.append(.lastAnswer)
      } else if let sensor = Sensors.names.firstIndex(of: column) {
        sources.append(.sensor(sensor))
      } else {
        return nil
      }
    }
    self.sources = sources
  }

  /// Drives a course from its beginning, with the wheel straight before the first tick.
  ///
  /// - Parameter steer: gives the wheel's angle in degrees for the inputs' values; may give NaN or infinity.
  public func drive(_ course: Course, steer: (_ values: [Double]) -> Double) -> DrivenCourse {
    var lastAnswer = 0.0
    return DrivenCourse(course) { sensors in
      lastAnswer = steer(
        sources.map { source in
          switch source {
          case .sensor(let index): sensors.values[index]
          case .lastAnswer: lastAnswer
          }
        })
      return lastAnswer
    }
  }
}
