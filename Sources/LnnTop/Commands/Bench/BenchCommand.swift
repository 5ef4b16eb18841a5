import Foundation

/// `lnn-top bench`: the speed of networks on this machine.
struct BenchCommand: Command {
  let options: BenchOptions

  func run(in context: CommandContext) throws -> Int32 {
    let machine = Machine.current
    let report = BenchReport(
      machine: machine, threads: options.threads, repeats: options.repeats, workloads: try results())
    try Console.writeResult(options.json ? JSONText.line(report) : BenchText(report).text)
    return ExitStatus.success
  }

  /// One workload in this process, several in a process each.
  private func results() throws -> [WorkloadResult] {
    if let only = options.only.flatMap(Workload.named) {
      return [try WorkloadRun(workload: only, threads: options.threads, repeats: options.repeats).measure()]
    }
    defer { tell("") }
    return try Workload.all.map { workload in
      tell("measuring \(workload.name)")
      return try WorkloadProcess(workload: workload, threads: options.threads, repeats: options.repeats)
        .measure()
    }
  }

  /// Writes over the line that a terminal shows meanwhile, and goes back to its start.
  private func tell(_ text: String) {
    guard Console.isMessageTerminal else { return }
    Console.rewriteLine(text.padding(toLength: 40, withPad: " ", startingAt: 0))
    Console.rewriteLine("")
  }
}

/// Everything that `lnn-top bench` can be told.
public struct BenchOptions: CommandOptions {
  /// One JSON object instead of a table.
  public var json = false
  public var threads = TrainOptions.standardThreads
  public var repeats = 21
  /// The one workload to measure; nil: all of them.
  public var only: String?

  public init() {}

  package mutating func adopt(_ loaded: LoadedSettings) { threads = loaded.settings.threads ?? threads }

  package static let table = CommandTable<BenchOptions>(
    name: "bench",
    summary: "measure how fast this machine computes networks",
    details: """
      Measures training steps of some networks, steps of a stream, and online updates: how long they take, how that \
      compares with the operations that no such network can do without, and how much memory they need. Figures are \
      worth most on an idle machine. To compare what networks learn, see 'lnn-top benchmark'.
      """,
    example: "lnn-top bench --only ltc-ncp-32",
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
      text: { $0 }, kind: .choice(Workload.names))
  }
}
