import Foundation

/// `lnn-top bench`: the speed of networks on this machine.
struct BenchCommand {
  let options: BenchOptions

  func run() throws -> Int32 {
    let machine = Machine.current
    let report = BenchReport(
      machine: machine, threads: options.threads, repeats: options.repeats, workloads: try results())
    Console.writeResult(options.json ? JSONText.line(report) : BenchText(report).text)
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
