import Driving
import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct DriverInputsTests {
  @Test func steeringBeforeIsTheOwnLastAnswerAndZeroAtTheBeginning() throws {
    try withSeeds(20) { seed, random in
      let columns = Self.shuffled(DriverInputs.names, using: &random)
      let inputs = try #require(DriverInputs(columns: columns))
      let place = try #require(columns.firstIndex(of: DriverInputs.steeringBefore))
      var (told, answers) = ([] as [Double], [] as [Double])
      // No answer is what a driver would do, nor what any sensor says.
      let driven = inputs.drive(Course(seed: seed)) { values in
        told.append(values[place])
        answers.append(Double(answers.count % 7) - 3.25)
        return answers[answers.count - 1]
      }
      #expect(answers.count > 20 && driven.wheel == answers, "seed \(seed)")
      #expect(told == [0] + answers.dropLast(), "seed \(seed)")
    }
  }

  @Test func withoutSteeringBeforeTheInputsAreTheSensorsAlone() throws {
    try withSeeds(20) { seed, random in
      let count = 1 + random.integer(below: Sensors.names.count)
      let columns = Array(Self.shuffled(Sensors.names, using: &random).prefix(count))
      let inputs = try #require(DriverInputs(columns: columns))
      let course = Course(seed: seed)
      func steer(_ values: [Double]) -> Double {
        -9 * (columns.firstIndex(of: "lateral_offset").map { values[$0] } ?? values[0] / 100)
      }
      let direct = DrivenCourse(course) { sensors in
        steer(columns.compactMap { Sensors.names.firstIndex(of: $0) }.map { sensors.values[$0] })
      }
      #expect(inputs.drive(course, steer: steer) == direct, "seed \(seed)")
    }
  }

  @Test func whoRepeatsTheOwnLastAnswerNeverTurnsTheWheel() throws {
    let inputs = try #require(DriverInputs(columns: [DriverInputs.steeringBefore]))
    for seed in 0..<UInt64(10) {
      let course = Course(seed: seed)
      #expect(inputs.drive(course) { $0[0] } == DrivenCourse(course) { _ in 0 }, "seed \(seed)")
    }
  }

  @Test func everyDriveBeginsWithTheWheelStraight() throws {
    let inputs = try #require(DriverInputs(columns: [DriverInputs.steeringBefore]))
    func drive() -> DrivenCourse { inputs.drive(Course(seed: 3)) { $0[0] + 1 } }
    #expect(drive() == drive() && drive().wheel.first == 1)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func anAnswerThatIsNotFiniteIsNotFedBack(_ answer: Double) throws {
    let inputs = try #require(DriverInputs(columns: [DriverInputs.steeringBefore]))
    var told: [Double] = []
    let driven = inputs.drive(Course(seed: 1)) { values in
      told.append(values[0])
      return told.count > 3 ? answer : 2
    }
    #expect(driven.isOffRoad && told == [0, 2, 2, 2])
  }

  @Test(arguments: [
    ["yaw_rate"], ["steering"], ["Steering_before"], [""], ["lateral_offset", "drive"],
    ["steering_before", "lateral_acceleration"],
  ])
  func columnsThatNoDriverIsToldAreNoInputs(_ columns: [String]) {
    #expect(DriverInputs(columns: columns) == nil)
  }

  private static func shuffled(_ names: [String], using random: inout SeededGenerator) -> [String] {
    var (left, result) = (names, [] as [String])
    while !left.isEmpty { result.append(left.remove(at: random.integer(below: left.count))) }
    return result
  }
}
