import Foundation

/// A benchmark for people, 80 columns wide.
package struct BenchText {
  private let report: BenchReport

  package init(_ report: BenchReport) {
    self.report = report
  }

  package var text: String {
    ([machineLine] + machineNotes + ["", table.text, ""] + legend).joined(separator: "\n")
  }

  private var machineLine: String {
    let machine = report.machine
    return "\(machine.cpu), \(machine.cores) core\(machine.cores == 1 ? "" : "s"), "
      + "vectors of \(machine.vectorBits) bits"
  }

  private var machineNotes: [String] {
    let load = report.machine.load.map { String(format: "load average %.2f before; ", $0) } ?? ""
    return [
      "\(load)medians of \(report.repeats) repeats after a warm-up",
      "training steps on batches of \(report.sequences) sequences of \(report.steps) steps, "
        + "\(report.inputs) inputs",
    ]
  }

  private var table: TextTable {
    var table = TextTable(
      columns: [.init("NETWORK")]
        + ["OPS", "FORWARD ns", "x", "STEP ns", "x", "1T ms"].map { .init($0, alignsRight: true) }
        + (hasThreads ? [.init("\(report.threads)T ms", alignsRight: true)] : [])
        + [.init("MB", alignsRight: true)])
    table.rows = report.workloads.map(row)
    return table
  }

  private var hasThreads: Bool { report.threads > 1 }

  private func row(_ result: WorkloadResult) -> [String] {
    [result.name, "\(result.operations)"] + Self.perOperation(result.forward)
      + Self.perOperation(result.step) + [Self.milliseconds(result.step)]
      + (hasThreads ? [result.threadedStep.map(Self.milliseconds) ?? "-"] : [])
      + [String(format: "%.0f", Double(result.peakMemoryBytes) / 1e6)]
  }

  private static func perOperation(_ figure: Figure) -> [String] {
    [
      String(format: "%.3f", figure.nsPerOperation),
      figure.yardsticks.map { String(format: "%.1f", $0) } ?? "-",
    ]
  }

  /// Three significant digits of the median, and the spread with as many decimals: `5.31 ±0.02`.
  private static func milliseconds(_ figure: Figure) -> String {
    let (median, spread) = (figure.seconds.median * 1000, figure.seconds.spread * 1000)
    let decimals = median >= 100 ? 0 : median >= 10 ? 1 : median >= 1 ? 2 : 3
    return String(format: "%.\(decimals)f ±%.\(decimals)f", median, spread)
  }

  private var legend: [String] {
    [
      "OPS: operations in a step of one sequence, forward: sigmoids of an LTC (one a",
      "synapse and sub-step), multiply-adds of a dense network (one a weight).",
      "ns: time an operation on one thread, forward alone and in a training step.",
      "x: as a multiple of the operation alone, measured in turn\(aloneNote).",
      "\(hasThreads ? "1T, \(report.threads)T" : "1T") ms: a training step "
        + "(forward, loss, backward, clip, Adam) by threads,",
      "± half the distance between the quartiles. MB: the process's peak memory.",
    ]
  }

  /// What the yardsticks took.
  private var aloneNote: String {
    let kinds: [Yardstick.Kind] = [.sigmoid, .multiplyAdd]
    let notes = kinds.compactMap { kind -> String? in
      let times = report.workloads.filter { $0.operation == kind }.map(\.yardstickNs)
      guard !times.isEmpty else { return nil }
      return "\(kind.rawValue) \(String(format: "%.3f", Quartiles(times).median)) ns"
    }
    return notes.isEmpty ? "" : "\n(" + notes.joined(separator: ", ") + ")"
  }
}
