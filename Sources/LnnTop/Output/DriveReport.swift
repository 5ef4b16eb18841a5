import Driving
import Screen

/// What came of several drivers on the same roads.
struct DriveReport: Encodable {
  var seed: UInt64
  var roads: Int
  var secondsPerRoad: Double
  /// m
  var laneHalfWidth: Double
  var drivers: [DriverResult]

  var text: String {
    let titles = ["roads kept", "in the lane", "mean offset", "largest", "until leaving", "wheel"]
    var table = TextTable(columns: [.init("driver")] + titles.map { .init($0, alignsRight: true) })
    table.rows = drivers.map { $0.row(roads: roads) }
    let rule =
      "each road: \(Self.text(secondsPerRoad, 0)) s; the lane is left where the car's middle is more than"
      + " \(Self.text(laneHalfWidth, 2)) m beside the lane's"
    return table.text + "\n" + rule
  }

  fileprivate static func text(_ number: Double, _ decimals: Int) -> String {
    NumberText.fixed(number, decimals: decimals)
  }
}

/// One driver's figures over all roads.
struct DriverResult: Encodable {
  var name: String
  /// Roads on which the lane was never left.
  var roadsKept: Int
  /// Of all the time that the roads take.
  var shareInLane: Double
  /// m, over the time driven.
  var meanOffset: Double
  var largestOffset: Double
  /// m until the lane was first left, or to the road's end.
  var meanMetresInLane: Double
  /// How fast the wheel was turned, degrees a second.
  var wheelRate: Double

  /// - Parameter drives: at least one.
  init(name: String, drives: [DrivenCourse]) {
    let count = Double(drives.count)
    func mean(_ figure: (DrivenCourse) -> Double) -> Double {
      drives.reduce(0) { $0 + figure($1) } / count
    }
    self.name = name
    roadsKept = drives.count { $0.leftLane == nil }
    shareInLane = mean { $0.secondsInLane / $0.courseSeconds }
    meanOffset = mean(\.meanOffset)
    largestOffset = drives.map(\.largestOffset).max() ?? 0
    meanMetresInLane = mean(\.metresInLane)
    wheelRate = mean(\.wheelRate)
  }

  fileprivate func row(roads: Int) -> [String] {
    [
      name, "\(roadsKept) of \(roads)", DriveReport.text(shareInLane * 100, 1) + " %",
      DriveReport.text(meanOffset, 2) + " m", DriveReport.text(largestOffset, 2) + " m",
      DriveReport.text(meanMetresInLane, 0) + " m", DriveReport.text(wheelRate, 1) + " deg/s",
    ]
  }
}
