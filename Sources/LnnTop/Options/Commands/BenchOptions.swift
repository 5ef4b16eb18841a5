/// Everything that `lnn-top bench` can be told.
public struct BenchOptions: Sendable, Hashable, CommandOptions {
  /// One JSON object instead of a table.
  public var json = false
  public var threads = TrainOptions.standardThreads
  public var repeats = 21
  /// The one workload to measure; nil: all of them.
  public var only: String?

  public init() {}

  mutating func adopt(_ loaded: LoadedSettings) { threads = loaded.settings.threads ?? threads }

  static let table = CommandTable<BenchOptions>(
    name: "bench",
    summary: "measure how fast this machine computes networks",
    details: """
      Measures training steps of some networks, and steps of a stream: how long they take, how that compares with the \
      operations that no such network can do without, and how much memory they need. Figures are worth most on an \
      idle machine. To compare what networks learn, see 'lnn-top benchmark'.
      """,
    positionals: [],
    groups: [
      OptionGroup(
        "Measurement",
        [
          .value(
            "threads", \.threads, .integer(from: 1, through: 256), shownDefault: "all cores, at most 8",
            "threads that compute"),
          .value(
            "repeats", \.repeats, .integer(from: 1, through: 10_000), "how often to measure each network"),
          .optional(
            "only", \.only, .workload, shownDefault: "all",
            "one network: \(Workload.names.joined(separator: ", "))"),
        ]),
      OptionGroup("Output", [.flag("json", \.json, "print one JSON object")]),
    ])
}

extension ValueFormat where Value == String {
  /// The name of a workload.
  fileprivate static var workload: Self {
    Self(
      placeholder: "NAME",
      parse: { word throws(ValueProblem) in
        guard Workload.names.contains(word) else { throw .badChoice(Workload.names) }
        return word
      },
      text: { $0 })
  }
}
