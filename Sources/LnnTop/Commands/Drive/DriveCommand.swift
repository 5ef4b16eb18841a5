import Driving
import LiquidTraining
import Screen
import Telemetry
import Text

/// `lnn-top drive`: how well a model keeps a simulated car in its lane.
struct DriveCommand: Command {
  let options: DriveOptions

  func run(in context: CommandContext) throws -> Int32 {
    let stored = try StoredModel(path: RunPath.resolve(options.model, locations: context.locations))
    guard let schema = stored.schema, let loop = LaneKeepingLoop(schema: schema) else {
      throw CommandFailure(
        "\(options.model) was not trained to give steering from columns of lane-keeping.csv or lane-keeping-leak.csv"
          + " (\(DriverInputs.names.joined(separator: ", "))): it cannot drive a car;"
          + " 'lnn-top train lane-keeping' trains a network that can")
    }
    let courses = (0..<UInt64(options.roads)).map { Course(seed: options.seed &* 10_000 &+ $0) }
    func drive(_ name: String, _ driven: (Course) -> DrivenCourse) -> DriverResult {
      DriverResult(name: name, drives: courses.map(driven))
    }
    let network = drive("network") { course in
      let pilot = NetworkPilot(model: stored.model, schema: schema, loop: loop)
      return loop.drive(course, pilot.answer)
    }
    var drivers = [network]
    if let folder = options.device {
      let pilot = try DevicePilot(folder: folder, schema: schema)
      drivers.append(
        drive("device") { course in
          pilot.reset()
          return loop.drive(course, pilot.answer)
        })
      try pilot.check()
    }
    let report = DriveReport(
      seed: options.seed, roads: options.roads, secondsPerRoad: courses[0].seconds,
      laneHalfWidth: Road.laneHalfWidth,
      drivers: drivers + [
        drive("reference driver") { course in
          var driver = ReferenceDriver()
          return DrivenCourse(course) { driver.steer($0) }
        },
        drive("no steering") { DrivenCourse($0) { _ in 0 } },
      ])
    try Console.writeResult(options.json ? JSONText.line(report) : report.text)
    return ExitStatus.success
  }
}

/// Everything that `lnn-top drive` can be told.
public struct DriveOptions: CommandOptions {
  /// The model file or run.
  public var model = ""
  public var seed: UInt64 = 1
  public var roads = 10
  /// A folder with the C of the network, which drives, too; nil: none.
  public var device: String?
  /// One JSON object instead of a table.
  public var json = false

  public init() {}

  package static let table = CommandTable<DriveOptions>(
    name: "drive",
    summary: "let a trained network steer a simulated car",
    details: """
      Lets a network that was trained on the columns of lane-keeping.csv or lane-keeping-leak.csv steer a simulated \
      car for 60 s on roads that it has never seen, where its errors add up; steering_before is its own last answer \
      there. Prints how long it kept to the lane beside two others on the same roads: the driver that it learnt from, \
      and nobody at the wheel.
      """,
    example: "lnn-top drive lane-keeping --roads 5",
    positionals: [
      .required("MODEL", \.model, "a model file from train --model-out, or a run")
    ],
    groups: [
      OptionGroup(
        "Roads",
        [
          .value("roads", \.roads, .integer(from: 1, through: 10_000), "how many roads"),
          .value("seed", \.seed, .integer(from: 0), "the same seed gives the same roads"),
        ]),
      OptionGroup(
        "Device",
        [
          .optional(
            "device", \.device, .text("DIR"),
            "also let the C that 'export --format c' wrote to DIR drive, built for this machine")
        ]),
      OptionGroup("Output", [.flag("json", \.json, "print one JSON object")]),
    ])
}

/// What came of several drivers on the same roads.
private struct DriveReport: Encodable {
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
private struct DriverResult: Encodable {
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
