import Text

/// A benchmark for people, 80 columns wide.
package struct BenchText {
  private let report: BenchReport

  package init(_ report: BenchReport) {
    self.report = report
  }

  package var text: String {
    let blocks = [heading, trainingBlock, streamingBlock, onlineBlock, legend].filter { !$0.isEmpty }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  private var heading: [String] {
    let machine = report.machine
    let load = machine.load.map { "load average \(NumberText.fixed($0, decimals: 2)) before; " } ?? ""
    return [
      "\(machine.cpu), \(machine.cores) core\(machine.cores == 1 ? "" : "s"), "
        + "vectors of \(machine.vectorBits) bits",
      "\(load)medians of \(report.repeats) repeats after a warm-up",
    ]
  }

  private func results(_ kind: Workload.Kind) -> [WorkloadResult] {
    report.workloads.filter { $0.kind == kind }
  }

  private var trainingBlock: [String] {
    let results = results(.training)
    guard !results.isEmpty else { return [] }
    var titles = ["OPS", "FORWARD ns", "x", "STEP ns", "x", "1T ms"]
    if hasThreads { titles.append("\(report.threads)T ms") }
    let rows = results.map { result in
      [result.name, "\(result.operations)"] + Self.perOperation(result.forward)
        + Self.perOperation(result.step) + [Self.time(result.step, unit: 1e-3)]
        + (hasThreads ? [result.threadedStep.map { Self.time($0, unit: 1e-3) } ?? "-"] : [])
        + [Self.megabytes(result)]
    }
    let title =
      "Training on \(report.sequences) sequences of \(report.steps) steps with \(report.inputs) inputs"
    return [title, table(titles, rows)]
  }

  private var streamingBlock: [String] {
    let results = results(.streaming)
    guard !results.isEmpty else { return [] }
    let rows = results.map { result in
      [result.name, "\(result.operations)"] + Self.perOperation(result.step)
        + [Self.time(result.step, unit: 1e-6), Self.megabytes(result)]
    }
    return [
      "Streaming one sequence, a step at a time, on one thread",
      table(["OPS", "STEP ns", "x", "STEP µs"], rows),
    ]
  }

  private var onlineBlock: [String] {
    let results = results(.online)
    guard !results.isEmpty else { return [] }
    let rows = results.map { result in
      [result.name, "\(result.operations)"] + Self.perOperation(result.step)
        + [
          Self.time(result.step, unit: 1e-6), result.derivatives.map { "\($0)" } ?? "-",
          Self.megabytes(result),
        ]
    }
    return [
      "Learning online from each step of one sequence, on one thread",
      table(["OPS", "UPDATE ns", "x", "UPDATE µs", "FLOATS"], rows),
    ]
  }

  private func table(_ titles: [String], _ rows: [[String]]) -> String {
    var table = TextTable(
      columns: [.init("NETWORK")] + (titles + ["MB"]).map { .init($0, alignsRight: true) })
    table.rows = rows
    return table.text
  }

  private var hasThreads: Bool { report.threads > 1 }

  private static func megabytes(_ result: WorkloadResult) -> String {
    NumberText.fixed(Double(result.peakMemoryBytes) / 1e6, decimals: 0)
  }

  private static func perOperation(_ figure: Figure?) -> [String] {
    guard let figure else { return ["-", "-"] }
    return [
      NumberText.fixed(figure.nsPerOperation, decimals: 3),
      figure.yardsticks.map { NumberText.fixed($0, decimals: 1) } ?? "-",
    ]
  }

  /// Three significant digits of the median, and the spread with as many decimals: `5.31 ±0.02`.
  private static func time(_ figure: Figure, unit: Double) -> String {
    let (median, spread) = (figure.seconds.median / unit, figure.seconds.spread / unit)
    let decimals = median >= 100 ? 0 : median >= 10 ? 1 : median >= 1 ? 2 : 3
    return "\(NumberText.fixed(median, decimals: decimals)) ±\(NumberText.fixed(spread, decimals: decimals))"
  }

  private var legend: [String] {
    [
      "OPS: operations in a step of one sequence, forward: sigmoids of an LTC (one a",
      "synapse and sub-step), multiply-adds of a dense network (one a weight).",
      "ns: time an operation on one thread, forward alone and in a whole step.",
      "x: as a multiple of the operation alone, measured in turn\(aloneNote).",
      "\(hasThreads ? "1T, \(report.threads)T" : "1T") ms: a training step "
        + "(forward, loss, backward, clip, Adam) by threads,",
      "± half the distance between the quartiles. MB: the process's peak memory.",
    ] + onlineLegend
  }

  private var onlineLegend: [String] {
    guard !results(.online).isEmpty else { return [] }
    return [
      "UPDATE: a step with the derivatives, the gradient of its error and a step of",
      "Adam. FLOATS: of the derivatives that are carried along.",
    ]
  }

  /// What the yardsticks took.
  private var aloneNote: String {
    let kinds: [Yardstick.Kind] = [.sigmoid, .multiplyAdd]
    let notes = kinds.compactMap { kind -> String? in
      let times = report.workloads.filter { $0.operation == kind }.map(\.yardstickNs)
      guard !times.isEmpty else { return nil }
      return "\(kind.rawValue) \(NumberText.fixed(Quartiles(times).median, decimals: 3)) ns"
    }
    return notes.isEmpty ? "" : "\n(" + notes.joined(separator: ", ") + ")"
  }
}
