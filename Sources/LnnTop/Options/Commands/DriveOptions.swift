/// Everything that `lnn-top drive` can be told.
public struct DriveOptions: Sendable, Hashable, CommandOptions {
  /// The model file or run.
  public var model = ""
  public var seed: UInt64 = 1
  public var roads = 10
  /// One JSON object instead of a table.
  public var json = false

  public init() {}

  static let table = CommandTable<DriveOptions>(
    name: "drive",
    summary: "let a trained network steer a simulated car",
    details: """
      Lets a network that was trained on the columns of lane-keeping.csv steer a simulated car for 60 s on roads \
      that it has never seen, where its errors add up. Prints how long it kept to the lane beside two others on the \
      same roads: the driver that it learnt from, and nobody at the wheel.
      """,
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
      OptionGroup("Output", [.flag("json", \.json, "print one JSON object")]),
    ])
}
