/// The tasks on the files in `sample-data/`, all simulated by the generator there.
public enum SampleTask {
  /// What `lnn-top` trains without arguments, on `sample-data/lane-keeping.csv`: the angle of the steering
  /// wheel from what a driver sees and feels of the road, not from the turn that the angle has already
  /// caused.
  public static let laneKeeping = TaskDefinition(
    name: "lane-keeping",
    inputs: [
      "speed", "curvature_near", "curvature_far", "lateral_offset", "heading_error", "crosswind",
    ],
    targets: ["steering"], time: "time_s", sequence: "drive", kind: .regression, window: 32, stride: 16)

  /// How ill a patient is, from irregular measurements with gaps: `sample-data/vital-signs.csv`.
  public static let vitalSigns = TaskDefinition(
    name: "vital-signs", targets: ["severity"], time: "hours", sequence: "patient", kind: .regression,
    missing: .mask)

  /// Which regime a market is in, from its daily changes and volumes: `sample-data/market.csv`.
  public static let market = TaskDefinition(
    name: "market", inputs: ["change", "volume"], targets: ["regime"], time: "date", kind: .classification,
    window: 64)

  /// One wave from two others that are noisy: `sample-data/sine-pair.csv`.
  public static let sinePair = TaskDefinition(
    name: "sine-pair", inputs: ["slow", "fast"], targets: ["response"], time: "time_s", kind: .regression,
    window: 64)

  /// Where an oscillator is that a force pushes, sampled at random times: `sample-data/irregular-oscillator.csv`.
  public static let irregularOscillator = TaskDefinition(
    name: "irregular-oscillator", inputs: ["force"], targets: ["place"], time: "time_s", sequence: "swing",
    kind: .regression)

  public static let all = [laneKeeping, vitalSigns, market, sinePair, irregularOscillator]
}

extension TaskDefinition {
  /// The sample task's file in `sample-data/`, named after the task.
  public var sampleFileName: String { "\(name).csv" }
}
